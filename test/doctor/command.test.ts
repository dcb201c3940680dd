// Flags, exit codes, colours, and doctor where there is nothing, or nothing usable.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Captured } from '../server/captured.ts';
import { refusedUrl } from '../support/http.ts';
import { doctor, steady } from './support.ts';

async function nothing(): Promise<Record<string, string>> {
  const url = await refusedUrl();
  return {
    APPSMITH_EXPORTER_STACKS_DIR: '/nonexistent',
    APPSMITH_EXPORTER_BACKEND_URL: url,
    APPSMITH_EXPORTER_PUBLIC_URL: url,
    APPSMITH_EXPORTER_RTS_URL: url,
    APPSMITH_EXPORTER_SUPERVISOR_URL: url,
    APPSMITH_EXPORTER_SUPERVISOR_PASSWORD: 'a-password-of-the-test',
    APPSMITH_REDIS_URL: url.replace('http', 'redis'),
    APPSMITH_DB_URL: `${url.replace('http', 'mongodb')}/appsmith`,
  };
}

function configFile(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'doctor-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const path = join(dir, 'exporter.yml');
  writeFileSync(path, text);
  return path;
}

class Terminal extends Captured {
  readonly isTTY = true;
  readonly columns = 60;
}

const ESCAPE = '\u001b[';

describe('where nothing answers', () => {
  it('says so once, not once for each part', async () => {
    const { code, out } = await doctor([], await nothing());
    await expect(steady(out)).toMatchFileSnapshot('golden/nothing.txt');
    expect(code).toBe(1);
    expect(out.match(/^ERROR/gm)).toHaveLength(1);
  });
});

describe('the configuration is broken', () => {
  const argv = ['--log.level=loud', '--jsn'];

  it('lists each mistake with its remedy', async () => {
    const { code, out, err } = await doctor(argv);
    await expect(out).toMatchFileSnapshot('golden/broken.txt');
    expect(err).toBe('');
    expect(code).toBe(2);
  });

  it('does so as JSON too', async () => {
    const { code, out } = await doctor(['--json', '--log.level=loud']);
    await expect(steady(out)).toMatchFileSnapshot('golden/broken.json');
    expect(code).toBe(2);
  });
});

describe('a fleet', () => {
  async function fleet() {
    const url = await refusedUrl();
    return configFile(`default_target: false
targets:
  berlin:
    backend: { url: '${url}' }
    rts: { url: '${url}' }
  paris:
    backend: { url: 'http://no-such-host.invalid:8080' }
`);
  }

  it('examines all of it', async () => {
    const { code, out } = await doctor([`--config.file=${await fleet()}`]);
    expect(out).toMatch(/^berlin\n/m);
    expect(out).toMatch(/^ERROR {2}paris: Backend cannot be read: its name does not resolve/m);
    expect(out).toContain('targets: { paris: { backend: { url: "http://<host>:8080" } } }');
    expect(out.trimEnd().split('\n').at(-1)).toMatch(
      /^0 of 2 Appsmiths are up; down: paris; unknown: berlin\. \d things to mend\.$/,
    );
    expect(code).toBe(1);
  });

  it('examines one of it', async () => {
    const file = await fleet();
    const { out } = await doctor([`--config.file=${file}`, '--json', '--target=berlin']);
    expect(JSON.parse(out).targets).toMatchObject([{ name: 'berlin', verdict: 'unknown' }]);
    const wrong = await doctor([`--config.file=${file}`, '--target', 'rome']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('unknown target "rome"; there are: berlin, paris');
  });
});

describe('the command line', () => {
  it.each(['--once', '--config.check', '--print-config'])('leaves %s to serve', async (flag) => {
    const { code, err } = await doctor([flag]);
    expect(code).toBe(2);
    expect(err).toContain(`${flag} belongs to serve`);
  });

  it('explains itself', async () => {
    const { code, out } = await doctor(['--help']);
    expect(code).toBe(0);
    for (const flag of ['--json', '--strict', '--target=NAME']) expect(out).toContain(flag);
  });
});

describe('colours and width', () => {
  it.each([
    ['piped', {}, new Captured(), false],
    ['a terminal', {}, new Terminal(), true],
    ['NO_COLOR', { NO_COLOR: '1' }, new Terminal(), false],
    ['FORCE_COLOR in a pipe', { FORCE_COLOR: '1' }, new Captured(), true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, new Terminal(), false],
    ['a dumb terminal', { TERM: 'dumb' }, new Terminal(), false],
    ['JSON', { FORCE_COLOR: '1' }, new Captured(), false, ['--json']],
  ] as const)('%s', async (_, env, stdout, coloured, argv: readonly string[] = []) => {
    const { out } = await doctor(argv, { ...(await nothing()), ...env }, stdout);
    expect(out.includes(ESCAPE)).toBe(coloured);
  });

  it('keeps to the terminal’s width, but for what is to be copied', async () => {
    const env = { ...(await nothing()), NO_COLOR: '1' };
    const { out } = await doctor([], env, new Terminal());
    const copied = /^ {11,13}\S|^ *\S+$|^(DOWN|absent) +\S+ +\S+$/;
    const wide = out.split('\n').filter((line) => line.length > 60 && !copied.test(line));
    expect(wide).toEqual([]);
  });
});

describe('where everything hangs', () => {
  it('ends with the scrape’s time', async () => {
    const server = createServer((socket) => socket.on('error', () => {}).resume());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const port = String((server.address() as AddressInfo).port);
    const here = Object.entries(await nothing()).map(([name, value]) => [
      name,
      value.replace(/:\d+/, `:${port}`),
    ]);
    const started = performance.now();
    const { code, out } = await doctor(['--limits.scrape-timeout=1s'], Object.fromEntries(here));
    expect(performance.now() - started).toBeLessThan(3500);
    expect(code).toBe(1);
    expect(out.match(/^ERROR .*did not answer in time/gm)).toHaveLength(6);
  });
});
