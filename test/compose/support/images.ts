// The images of the suite: the exporter's own, the stand-ins for Appsmith and Grafana, and real ones where they are.
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { docker, engineAnswers } from './engine.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** On an image that stands in for another, so that nobody's real one is ever replaced or removed. */
const LABEL = 'appsmith-observability.stand-in';
/** Where binaries of Prometheus and Alertmanager are, for machines that cannot pull images. */
const BINARIES = process.env.COMPOSE_TEST_BIN ?? join(homedir(), '.cache/stack/bin');

export const EXPORTER = 'appsmith-exporter:0.1.0';
/** As the tutorial's docker-compose.yml names it. */
export const APPSMITH = 'index.docker.io/appsmith/appsmith-ce';

export default async function images(): Promise<() => Promise<void>> {
  if (!engineAnswers()) return async () => {};
  // COMPOSE_TEST_IMAGE=kept takes the exporter's image as it is.
  if (process.env.COMPOSE_TEST_IMAGE !== 'kept') {
    await docker(['build', '-q', '-t', EXPORTER, ROOT]);
  }
  const names = await shippedImages();
  await standIn(APPSMITH, appsmith());
  await standIn(names.grafana, grafana());
  for (const name of ['prometheus', 'alertmanager'] as const) {
    if (!(await present(names[name])) && existsSync(join(BINARIES, name))) {
      await standIn(names[name], fromBinaries(name));
    }
  }
  return async () => {
    if (process.env.COMPOSE_TEST_KEEP) return;
    for (const name of [APPSMITH, names.grafana]) await docker(['image', 'rm', '-f', name]);
  };
}

/** The defaults of the variables in compose.yml: `${GRAFANA_IMAGE:-grafana/grafana:1}`. */
async function shippedImages() {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(join(ROOT, 'compose/compose.yml'), 'utf8');
  const { services } = parse(text) as { services: Record<string, { image?: string }> };
  const name = (service: string) => /:-(.+)\}$/.exec(services[service]?.image ?? '')?.[1] ?? '';
  return {
    prometheus: name('prometheus'),
    alertmanager: name('alertmanager'),
    grafana: name('grafana'),
  };
}

type Context = Readonly<Record<string, string | { copy: string } | { bundle: string }>>;

/** Builds an image in a folder of its own. */
async function standIn(name: string, context: Context): Promise<void> {
  const label = await docker([
    'image',
    'inspect',
    '-f',
    `{{index .Config.Labels "${LABEL}"}}`,
    name,
  ]).catch(() => undefined);
  if (label !== undefined && label.trim() === '') {
    throw new Error(
      `${name} is a real image on this machine; remove it before the suite may stand in for it`,
    );
  }
  const dir = mkdtempSync(join(tmpdir(), 'compose-image-'));
  try {
    for (const [path, content] of Object.entries(context)) await put(join(dir, path), content);
    await docker(['build', '-q', '--label', `${LABEL}=1`, '-t', name, dir]);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function put(path: string, content: Context[string]): Promise<void> {
  if (typeof content === 'string') writeFileSync(path, content, { mode: 0o755 });
  else if ('copy' in content) copyFileSync(content.copy, path);
  else {
    await build({
      entryPoints: [content.bundle],
      outfile: path,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'warning',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
  }
}

async function present(name: string): Promise<boolean> {
  return docker(['image', 'inspect', name]).then(
    () => true,
    () => false,
  );
}

/** Runs as root, as the real one does. */
const appsmith = (): Context => ({
  Dockerfile: [
    `FROM ${EXPORTER}`,
    'USER 0:0',
    'HEALTHCHECK NONE',
    'EXPOSE 80 443',
    'CMD ["demo", "--container", "--stacks", "/appsmith-stacks"]',
  ].join('\n'),
});

/** With `wget`, since the real one has it. */
const grafana = (): Context => ({
  Dockerfile: [
    `FROM ${process.env.NODE_IMAGE ?? 'node:24-bookworm-slim'}`,
    'COPY wget /usr/bin/wget',
    'COPY grafana.mjs /grafana.mjs',
    'RUN mkdir -p /var/lib/grafana && chown 472:0 /var/lib/grafana',
    'USER 472',
    'ENV GF_PATHS_DATA=/var/lib/grafana',
    'EXPOSE 3000',
    'ENTRYPOINT ["/usr/local/bin/node", "/grafana.mjs"]',
  ].join('\n'),
  wget: [
    '#!/usr/local/bin/node',
    'fetch(process.argv.at(-1)).then(({ ok }) => process.exit(ok ? 0 : 8), () => process.exit(4));',
  ].join('\n'),
  'grafana.mjs': { bundle: join(ROOT, 'test/compose/grafana/server.ts') },
});

/** As the upstream Dockerfiles lay them out: binaries in /bin, the user nobody, a folder of its own. */
function fromBinaries(name: 'prometheus' | 'alertmanager'): Context {
  const tool = name === 'prometheus' ? 'promtool' : 'amtool';
  return {
    Dockerfile: [
      `FROM ${EXPORTER} AS user`,
      'USER 0:0',
      `RUN ["/usr/local/bin/node", "-e", "const f=require('fs');f.mkdirSync('/data');f.mkdirSync('/tmp/out',{recursive:true});f.chownSync('/data',65534,65534);f.writeFileSync('/tmp/out/passwd','nobody:x:65534:65534::/:/nonexistent')"]`,
      'FROM scratch',
      'ENV PATH=/bin',
      `COPY ${name} ${tool} /bin/`,
      'COPY --from=user /tmp/out/passwd /etc/passwd',
      `COPY --from=user --chown=65534:65534 /data /${name}`,
      'USER nobody',
      `WORKDIR /${name}`,
      `ENTRYPOINT ["/bin/${name}"]`,
    ].join('\n'),
    [name]: { copy: join(BINARIES, name) },
    [tool]: { copy: join(BINARIES, tool) },
  };
}
