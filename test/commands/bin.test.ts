// The bin as it is shipped, in a process of its own: signals, ports, pipes, start-up.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { refusedUrl, upstream } from '../support/http.ts';

const dist = mkdtempSync(join(tmpdir(), 'exporter-bin-'));
const bin = join(dist, 'main.js');
beforeAll(() => promisify(execFile)(process.execPath, ['scripts/build.mjs', dist]));
afterAll(() => rmSync(dist, { recursive: true, force: true }));

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  log(): string;
  /** Resolves with the first match of the log. */
  seen(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Everything that is asked refuses. */
async function nobodyThere(): Promise<Record<string, string>> {
  const url = await refusedUrl();
  return {
    PATH: process.env.PATH ?? '',
    APPSMITH_EXPORTER_STACKS_DIR: dist,
    APPSMITH_EXPORTER_BACKEND_URL: url,
    APPSMITH_EXPORTER_PUBLIC_URL: url,
    APPSMITH_EXPORTER_RTS_URL: url,
    APPSMITH_EXPORTER_SUPERVISOR_URL: url,
  };
}

async function start(args: readonly string[], env: Record<string, string> = {}): Promise<Running> {
  const child = spawn(process.execPath, [bin, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...(await nobodyThere()), ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const seen = async (pattern: RegExp) => {
    await expect.poll(() => text, { timeout: 10_000 }).toMatch(pattern);
    return pattern.exec(text)!;
  };
  return { child, ended, log: () => text, seen };
}

const ANY_PORT = ['--web.listen-address=127.0.0.1:0'];
const LISTENING = /msg=listening url=(http:\/\/127\.0\.0\.1:\d+)/;

describe('the bin', () => {
  it('serves, says where, and ends with 0 on SIGTERM', async () => {
    const exporter = await start(ANY_PORT);
    const [, url] = await exporter.seen(LISTENING);
    const body = await (await fetch(`${url}/metrics`)).text();
    expect(body).toMatch(/^appsmith_up 0$/m);
    const address = `--web.listen-address=${url!.slice('http://'.length)}`;
    expect(await (await start(['healthcheck', address])).ended).toMatchObject({ code: 0 });
    expect(body).toMatch(/build_info\{version="\d[^"]*",revision="([0-9a-f]{12}|unknown)"/);
    exporter.child.kill('SIGTERM');
    expect(await exporter.ended).toEqual({ code: 0, signal: null });
    expect(exporter.log()).toMatch(/msg=stopped\n$/);
  });

  it('is not healthy where nothing listens', async () => {
    const address = (await refusedUrl()).slice('http://'.length);
    const check = await start(['healthcheck', `--web.listen-address=${address}`]);
    expect(await check.ended).toEqual({ code: 1, signal: null });
    expect(check.log()).toMatch(/^appsmith-exporter: not healthy: .*ECONNREFUSED.*\n$/);
  });

  it('lets a running scrape end after SIGTERM', async () => {
    let release = () => {};
    const asked = new Promise<void>((resolve) => {
      release = resolve;
    });
    let hold: (() => void)[] = [];
    const url = await upstream((_, response) => {
      hold.push(() => response.end('{"success":true}'));
      if (hold.length === 1) release();
    });
    const exporter = await start(ANY_PORT, { APPSMITH_EXPORTER_RTS_URL: url });
    const [, own] = await exporter.seen(LISTENING);
    const scrape = fetch(`${own}/metrics?collect[]=rts`).then((response) => response.text());
    await asked;
    await expect.poll(() => hold.length).toBe(2);
    exporter.child.kill('SIGTERM');
    await exporter.seen(/msg="stopping/);
    for (const answer of hold) answer();
    hold = [];
    expect(await scrape).toMatch(/^appsmith_rts_up 1$/m);
    expect(await exporter.ended).toEqual({ code: 0, signal: null });
  });

  it('ends at once on a second signal', async () => {
    let asked = 0;
    const url = await upstream(() => {
      asked += 1;
    });
    const exporter = await start(ANY_PORT, { APPSMITH_EXPORTER_RTS_URL: url });
    const [, own] = await exporter.seen(LISTENING);
    const scrape = fetch(`${own}/metrics?collect[]=rts`).catch(() => 'cut off');
    // The look at the start asks too, and nobody waits for that one: the scrape must be under way as well.
    await expect.poll(() => asked).toBe(2);
    exporter.child.kill('SIGTERM');
    await exporter.seen(/msg="stopping/);
    exporter.child.kill('SIGINT');
    expect(await exporter.ended).toEqual({ code: 130, signal: null });
    expect(await scrape).toBe('cut off');
  });

  it('says in one line that its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const address = `127.0.0.1:${(other.address() as AddressInfo).port}`;
    const exporter = await start([`--web.listen-address=${address}`]);
    expect(await exporter.ended).toEqual({ code: 98, signal: null });
    expect(exporter.log()).toMatch(
      new RegExp(`^time=\\S+ level=error msg="[^"]*already in use[^"]*" address=${address}\n$`),
    );
  });

  it('says in one line that it cannot listen at all', async () => {
    const exporter = await start(['--web.listen-address=192.0.2.1:9564']);
    expect(await exporter.ended).toEqual({ code: 2, signal: null });
    expect(exporter.log()).toMatch(/^appsmith-exporter: cannot listen on 192\.0\.2\.1:9564: .*\n$/);
  });

  it('logs JSON when it is asked to', async () => {
    const exporter = await start([...ANY_PORT, '--log.format=json']);
    await exporter.seen(/"msg":"watching"/);
    const [first] = exporter.log().split('\n');
    expect(JSON.parse(first!)).toMatchObject({ level: 'info', msg: 'listening' });
  });

  it('has its drivers with it', async () => {
    const nobody = (await refusedUrl()).replace('http://', '');
    const env = {
      ...(await nobodyThere()),
      APPSMITH_DB_URL: `mongodb://${nobody}/appsmith`,
      APPSMITH_REDIS_URL: `redis://${nobody}`,
    };
    const args = [bin, 'serve', '--once', '--limits.scrape-timeout=3s'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env }).catch((e) => e);
    // A driver that cannot be loaded would be a fault of ours (`internal`) or of the settings (`unsupported`).
    expect(stdout).toMatch(/collector_error\{component="redis",reason="(refused|timeout)"\} 1/);
    expect(stdout).toMatch(/collector_error\{component="mongodb",reason="(refused|timeout)"\} 1/);
  });

  it('survives a reader that goes away', async () => {
    const script = `"${process.execPath}" "${bin}" serve --once 2>/dev/null | head -n 1; exit \${PIPESTATUS[0]}`;
    const env = await nobodyThere();
    const failed = await promisify(execFile)('bash', ['-c', script], { env }).catch((e) => e);
    expect(failed).toMatchObject({ code: 1, stdout: expect.stringMatching(/^# HELP .*\n$/) });
  });
});
