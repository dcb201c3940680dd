// Every way in × every way out: searched, not found; the built exporter in processes of its own.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Canary } from './canary.ts';
import { type Shared, startShared, startUpstreams } from './upstreams.ts';
import { arrange, canariesOf, SECRETS, SOURCES, type Source } from './ways-in.ts';
import { listenTo, OUTS, type Said } from './ways-out.ts';

const dir = mkdtempSync(join(tmpdir(), 'exporter-secrets-'));
const bin = join(dir, 'dist/main.js');
const outs = new Map<Source, Said>();
let shared: Shared;

async function run(source: Source): Promise<void> {
  const own = join(dir, String(SOURCES.indexOf(source)));
  mkdirSync(own);
  const canaries = canariesOf(source);
  const upstreams = await startUpstreams(shared, canaries);
  try {
    const env = {
      PATH: process.env.PATH ?? '',
      APPSMITH_EXPORTER_STACKS_DIR: own,
      APPSMITH_EXPORTER_PUBLIC_URL: shared.front,
      APPSMITH_EXPORTER_RTS_URL: shared.rts,
      APPSMITH_EXPORTER_BACKEND_URL: `http://127.0.0.1:${upstreams.ports.backend}`,
      APPSMITH_EXPORTER_SUPERVISOR_URL: `http://127.0.0.1:${upstreams.ports.supervisord}`,
      APPSMITH_EXPORTER_TEMPORAL_ADDRESS: `http://127.0.0.1:${upstreams.ports.temporal}`,
      APPSMITH_EXPORTER_CLOUD_SERVICES_ENABLED: 'true',
      // Nobody resolves it but the proxy.
      APPSMITH_EXPORTER_CLOUD_SERVICES_URL: 'http://cs.invalid',
      ...arrange(source, canaries, upstreams.ports, own),
    };
    outs.set(source, await listenTo({ bin, env, dir: own }, upstreams, canaries));
  } finally {
    await upstreams.stop();
  }
}

beforeAll(async () => {
  shared = await startShared();
  await promisify(execFile)(process.execPath, ['scripts/build.mjs', join(dir, 'dist')]);
  const left = [...SOURCES];
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) await run(next);
  };
  await Promise.all([worker(), worker(), worker()]);
});
afterAll(async () => {
  await shared?.stop();
  rmSync(dir, { recursive: true, force: true });
});

describe('the search', () => {
  const canary = new Canary('search');
  const { value } = canary;
  it.each([
    ['as it is', value],
    ['as it is', encodeURIComponent(value)],
    ['as it is', JSON.stringify({ a: value })],
    ['as it is', encodeURIComponent(encodeURIComponent(value)).toLowerCase()],
    ['hexadecimal', Buffer.from(value).toString('hex')],
    ['base64', Buffer.from(value).toString('base64')],
    ['base64', Buffer.from(`appsmith:${value}`).toString('base64')],
    ['base64', Buffer.from(`\0user\0${value}`).toString('base64url')],
  ])('finds a secret %s', (how, text) => {
    expect(canary.foundIn(`before ${text} after`)).toBe(how);
  });

  it('finds nothing where nothing is', () => {
    expect(canary.foundIn('mongodb://exporter:***@127.0.0.1/appsmith')).toBeUndefined();
  });
});

describe.each(SOURCES)('secrets in %s', (source) => {
  it('are used: with them everything opens, with others nothing', () => {
    const text = outs.get(source)!['/metrics'];
    const [, right = '', wrong = ''] = text.split(/^(?:right|wrong|echo)$/m);
    const opened = ['mongodb', 'redis', 'supervisord', 'postgres', 'temporal', 'cloud-services'];
    for (const part of ['backend', ...opened]) {
      expect(right).toContain(`appsmith_component_up{component="${part}"} 1\n`);
    }
    expect(right).toContain('redis_up{store="git"} 1\n');
    expect(right).not.toMatch(/^appsmith_exporter_collector_error\{/m);
    for (const part of opened) {
      expect(wrong).toContain(`collector_error{component="${part}",reason="unauthorized"} 1\n`);
    }
  });

  it('go with outputs that are what they should be', () => {
    const said = outs.get(source)!;
    expect(said['the log at debug, logfmt']).toMatch(/msg="is down[^"]*".*reason=refused/);
    expect(said['the log at debug, logfmt']).toMatch(/msg="is down[^"]*".*reason=timeout/);
    expect(said['the log at debug, JSON']).toContain('"reason":"unauthorized"');
    expect(said['--print-config and --config.check']).toContain('***');
    expect(said['what is wrong with a configuration']).toMatch(/log\.level = "loud"/);
    expect(said.doctor).toMatch(/^exit code 1\n/);
    expect(JSON.parse(said['doctor --json'].split('\n').slice(1).join('\n'))).toBeTruthy();
    expect(said['a diagnostic report']).toContain('"environmentVariables"');
    expect(said['an uncaught error']).toMatch(
      /^exit code 3\n[\s\S]*unexpected error: Error: a fault/,
    );
  });

  describe.each(SECRETS)('%s', (secret) => {
    it.each(OUTS)('is not in %s', (out) => {
      const canary = canariesOf(source)[secret];
      const text = outs.get(source)![out];
      expect(canary.foundIn(text), around(text, canary)).toBeUndefined();
    });
  });
});

/** Where it was found, for whoever has to mend it. */
function around(text: string, { core }: Canary): string {
  const at = text.toLowerCase().indexOf(core.toLowerCase());
  return at < 0 ? '' : text.slice(Math.max(0, at - 200), at + 60);
}
