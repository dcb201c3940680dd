// The front door of the exporter as it is shipped: signals, exit codes, what is loaded, and the bundle's own thread.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Built, build, startServe } from '../../support/built.ts';
import { folder, makePair, needOpenssl } from './certificates.ts';
import { basic, hashOf, sendTls } from './doors.ts';

let built: Built;
beforeAll(async () => {
  built = await build();
});
afterAll(() => built.remove());

const QUIET = { APPSMITH_EXPORTER_STACKS_DIR: '/nowhere' };

/** `serve` with a web-config file, until the test ends. */
async function started(webConfig: object, dir = folder()) {
  const path = join(dir, 'web.yml');
  const write = (next: object) => writeFileSync(path, JSON.stringify(next));
  write(webConfig);
  const serving = await startServe(built, QUIET, [`--web.config.file=${path}`]);
  onTestFinished(async () => void (await serving.stop()));
  return { ...serving, path, write };
}

describe.runIf(needOpenssl())('the built exporter', () => {
  it('listens with TLS, lets in by password, reloads on SIGHUP, and stops', async () => {
    const dir = folder();
    const pair = makePair(dir, 'server');
    const tls_server_config = { cert_file: 'server.crt', key_file: 'server.key' };
    const users = (password: string) => ({ alice: hashOf(password) });
    const config = { tls_server_config, basic_auth_users: users('wonder') };
    const { url, pid, log, write, stop } = await started(config, dir);
    const status = async (password: string) => {
      const options = { ca: pair.cert, headers: basic('alice', password) };
      return (await sendTls(`${url}/-/healthy`, options)).status;
    };
    expect([await status('wonder'), await status('land')]).toEqual([200, 401]);
    write({ tls_server_config, basic_auth_users: users('land') });
    process.kill(pid, 'SIGHUP');
    await expect.poll(() => status('land'), { timeout: 5000 }).toBe(200);
    expect(log()).toContain('the web-config file was reloaded');
    expect(log()).not.toContain('$2');
    expect(await stop()).toBe(0);
  });

  it('stops in time though somebody hangs in a handshake', async () => {
    const dir = folder();
    makePair(dir, 'server');
    const { url, stop } = await started(
      { tls_server_config: { cert_file: 'server.crt', key_file: 'server.key' } },
      dir,
    );
    const idle = connect(Number(new URL(url).port), '127.0.0.1');
    idle.on('error', () => {});
    await new Promise((resolve) => idle.once('connect', resolve));
    const began = performance.now();
    expect(await stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(4000);
  });
});

describe('the built exporter', () => {
  it('does not start with a file that it cannot use, and checks it on demand', async () => {
    const path = join(folder(), 'web.yml');
    writeFileSync(path, 'basic_auth_users:\n  a: hunter2\n');
    for (const more of [[], ['--config.check']]) {
      const args = [
        built.bin,
        `--web.config.file=${path}`,
        '--web.listen-address=127.0.0.1:0',
        ...more,
      ];
      const run = promisify(execFile)(process.execPath, args, { env: QUIET });
      const { code, stderr } = (await run.catch((e: { code: number; stderr: string }) => e)) as {
        code?: number;
        stderr: string;
      };
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /^appsmith-exporter: \S+web.yml:2: basic_auth_users.a: has no bcrypt hash.*\n$/,
      );
      expect(stderr).not.toContain('hunter2');
    }
  });
});
