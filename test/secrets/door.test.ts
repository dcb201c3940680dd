// The secrets of the exporter's own door and of the collector of its traces: not in what it says, shows or sends.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashSync } from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makePair, needOpenssl } from '../server/front-door/certificates.ts';
import { basic, sendTls } from '../server/front-door/doors.ts';
import { build, type Dist, start } from '../telemetry/bin.ts';
import { startReceiver } from '../telemetry/receiver.ts';
import { Canary } from './canary.ts';
import { said } from './ways-out.ts';

const SECRETS = [
  'a key in the web-config file',
  'a bcrypt hash',
  'a client’s password',
  'a stranger’s password',
  'a header for the collector of traces',
  'a password in a MongoDB URL',
  'the internal password',
] as const;
type Name = (typeof SECRETS)[number];
const OUTS = [
  'the log at debug',
  '/metrics',
  'the page',
  'what a stranger is told',
  'spans',
  '--print-config',
  'what is wrong with the file',
  'doctor --json',
] as const;
type Out = (typeof OUTS)[number];

const dir = mkdtempSync(join(tmpdir(), 'exporter-door-'));
let dist: Dist;
beforeAll(async () => {
  dist = await build(true);
});
afterAll(() => {
  dist?.remove();
  rmSync(dir, { recursive: true, force: true });
});

const canary = Object.fromEntries(
  SECRETS.map((name) => [name, new Canary(`door ${name}`)]),
) as Record<Name, Canary>;

/** The file with everything written in it, and the parts of it that nobody else may see. */
function webConfig() {
  const pair = makePair(dir, 'server');
  const hash = hashSync(canary['a client’s password'].core, 4);
  const file = join(dir, 'web.yml');
  const content = {
    tls_server_config: { cert: pair.cert, key: pair.key },
    basic_auth_users: { prometheus: hash },
  };
  writeFileSync(file, JSON.stringify(content));
  return { file, content, hash, keyLine: pair.key.split('\n')[1]! };
}

/** A file that cannot be used, with the same secrets in the places where something is wrong. */
function broken({ content, hash, keyLine }: ReturnType<typeof webConfig>): string {
  const { tls_server_config: tls } = content;
  return JSON.stringify({
    tls_server_config: { ...tls, key: tls.key.replace(keyLine, `${keyLine}=`), [hash]: keyLine },
    basic_auth_users: { prometheus: `${hash}x`, [hash]: 'x', other: keyLine },
    [`key:${keyLine}`]: 1,
  });
}

describe.runIf(needOpenssl())('secrets of the door', () => {
  const texts = {} as Record<Out, string>;
  const needles = {} as Record<Name, (text: string) => unknown>;

  it('let in whom they should, and nobody else', async () => {
    const web = webConfig();
    for (const name of SECRETS) needles[name] = (text) => canary[name].foundIn(text);
    needles['a key in the web-config file'] = (text) =>
      text.includes(web.keyLine.slice(40)) || text.includes(web.keyLine.slice(0, 40)) || undefined;
    needles['a bcrypt hash'] = (text) => text.includes(web.hash.slice(7)) || undefined;
    const receiver = await startReceiver();
    const stacks = join(dir, 'stacks');
    mkdirSync(stacks);
    const env = {
      APPSMITH_EXPORTER_STACKS_DIR: stacks,
      APPSMITH_EXPORTER_WEB_CONFIG: web.file,
      APPSMITH_DB_URL: `mongodb://u:${canary['a password in a MongoDB URL'].encoded}@127.0.0.1:1/a`,
      APPSMITH_INTERNAL_PASSWORD: canary['the internal password'].value,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${canary['a header for the collector of traces'].core}`,
      OTEL_BSP_SCHEDULE_DELAY: '100',
    };
    const exporter = await start(dist.bin, env, { args: ['--log.level=debug'], look: false });
    onTestFinished(() => void exporter.child.kill('SIGKILL'));
    const get = async (path: string, password: string) => {
      const headers = basic('prometheus', password);
      const { status, body, ...rest } = await sendTls(`${exporter.url}${path}`, {
        headers,
        rejectUnauthorized: false,
      } as object);
      return { status, text: `${JSON.stringify(rest)}\n${body}` };
    };
    const stranger = await get('/metrics', canary['a stranger’s password'].value);
    const metrics = await get('/metrics', canary['a client’s password'].core);
    const page = await get('/', canary['a client’s password'].core);
    expect([stranger.status, metrics.status, page.status]).toEqual([401, 200, 200]);
    await expect.poll(() => receiver.spans().length, { timeout: 10_000 }).toBeGreaterThan(0);
    writeFileSync(web.file, broken(web));
    exporter.child.kill('SIGHUP');
    await exporter.seen(/level=error/);
    expect((await get('/-/ready', canary['a client’s password'].core)).status).toBe(200);
    await exporter.stop();
    const bare = { bin: dist.bin, env: { PATH: process.env.PATH ?? '', ...env }, dir };
    Object.assign(texts, {
      'the log at debug': exporter.log() + exporter.stdout(),
      '/metrics': metrics.text,
      'the page': page.text,
      'what a stranger is told': stranger.text,
      spans: receiver.text(),
      '--print-config': await said(bare, ['--print-config']),
      'what is wrong with the file': `${await said(bare, [])}\n${await said(bare, ['--config.check'])}`,
      'doctor --json': await said(bare, ['doctor', '--json', '--limits.scrape-timeout=2s']),
    });
    expect(readFileSync(web.file, 'utf8')).toContain(web.keyLine);
    expect(texts['what is wrong with the file']).toMatch(/^exit code 2\n[\s\S]*web\.yml/);
    expect(texts['the log at debug']).toContain('web.yml');
  });

  describe.each(SECRETS)('%s', (name) => {
    it.each(OUTS)('is not in %s', (out) => {
      expect(texts[out]).toMatch(/./);
      expect(needles[name](texts[out]), texts[out].slice(0, 4000)).toBeUndefined();
    });
  });
});
