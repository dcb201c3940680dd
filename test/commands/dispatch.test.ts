// From the command line to an exit code, in one process: commands, help, mistakes, --once.
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/commands/command.ts';
import { EXIT, EXIT_MEANINGS } from '../../src/commands/exit-codes.ts';
import { report, run } from '../../src/commands/index.ts';
import { Captured } from '../server/captured.ts';
import { answer, refusedUrl, upstream } from '../support/http.ts';

async function call(argv: readonly string[], more: Partial<Context> = {}) {
  const stdout = new Captured();
  const stderr = new Captured();
  const context = {
    stdin: new PassThrough(),
    stdout,
    stderr,
    env: {},
    signal: new AbortController().signal,
  };
  const code = await run({ ...context, argv, ...more });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** Nothing of this machine is asked: every address is one of the test's. */
async function isolated(): Promise<Record<string, string>> {
  const url = await refusedUrl();
  return {
    APPSMITH_EXPORTER_STACKS_DIR: '/nonexistent',
    APPSMITH_EXPORTER_BACKEND_URL: url,
    APPSMITH_EXPORTER_PUBLIC_URL: url,
    APPSMITH_EXPORTER_RTS_URL: url,
    APPSMITH_EXPORTER_SUPERVISOR_URL: url,
  };
}

describe('the command line', () => {
  it.each([['--version'], ['-V']])('%s', async (flag) => {
    const { code, stdout } = await call([flag]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^appsmith-exporter \d+\.\d+\.\d+ \(\w+, Node\.js v\d+\.\d+\.\d+\)\n$/);
  });

  it.each([['--help'], ['-h'], ['help']])('%s lists commands and exit codes', async (flag) => {
    const { code, stdout } = await call([flag]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}serve /m);
    for (const [number, meaning] of EXIT_MEANINGS) {
      expect(stdout).toMatch(new RegExp(`^ {2}${number} +${meaning}$`, 'm'));
    }
  });

  it('gives every exit code a meaning', () => {
    expect(EXIT_MEANINGS.map(([code]) => code)).toEqual(Object.values(EXIT));
  });

  it.each([[['serve', '--help']], [['help', 'serve']], [['--log.level=debug', '--help']]])(
    '%j explains serve',
    async (argv) => {
      const { code, stdout } = await call(argv);
      expect(code).toBe(0);
      expect(stdout).toContain('--web.listen-address');
      expect(stdout).toContain('--once');
    },
  );

  it.each([
    [['srve'], 'unknown command "srve"; did you mean "serve"?'],
    [['help', 'srve'], 'unknown command "srve"; did you mean "serve"?'],
    [['frobnicate'], /unknown command "frobnicate"; there are: serve, /],
    [['--web.listen-adress=:1'], 'did you mean "--web.listen-address"?'],
    [['serve', 'now'], 'an argument is not a flag'],
    [['--log.level=loud'], 'must be one of debug, info, warn, error'],
    [['--web.config.file=x.yml'], 'x.yml: there is no such file; give --web.config.file the path'],
  ])('%j is refused in one line', async (argv, message) => {
    const { code, stdout, stderr } = await call(argv);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^appsmith-exporter: .*\n$/);
    expect(stderr).toMatch(message);
  });

  it('lists every problem, a line each', async () => {
    const { code, stderr } = await call(['--nonsense', '--log.level=loud', '--config.check']);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });

  it('checks and prints the configuration', async () => {
    expect(await call(['--config.check'])).toMatchObject({ code: 0, stdout: '' });
    const env = { APPSMITH_DB_URL: 'mongodb://u:hunter2@h/appsmith' };
    const { code, stdout } = await call(['--print-config', '--web.listen-address=:0'], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('listen_address: ":0"  # --web.listen-address');
    expect(stdout).not.toContain('hunter2');
  });
});

describe('report', () => {
  it('shows where an error of ours came from, and has a code of its own for it', () => {
    const stderr = new Captured();
    expect(report(new TypeError('undefined is no function'), stderr)).toBe(3);
    expect(stderr.text).toMatch(
      /^appsmith-exporter: unexpected error: TypeError: undefined is no function\n +at /,
    );
    expect(report('just a string', stderr)).toBe(3);
  });
});

describe('serve --once', () => {
  it('writes one scrape and ends with 0 if Appsmith is up', async () => {
    const body = '{"responseMeta":{"status":200,"success":true},"data":"All systems are up"}';
    const url = await upstream(answer(200, 'application/json', body));
    const env = { ...(await isolated()), APPSMITH_EXPORTER_BACKEND_URL: url };
    const { code, stdout, stderr } = await call(['serve', '--once'], { env });
    expect(stdout).toMatch(/^appsmith_up 1$/m);
    expect(stdout).not.toContain('level=');
    expect(stderr).toContain('msg="is down" target=default component=rts');
    expect(code).toBe(0);
  });

  it('ends with 1 if it is not', async () => {
    const { code, stdout } = await call(['--once'], { env: await isolated() });
    expect(stdout).toMatch(/^appsmith_up 0$/m);
    expect(code).toBe(1);
  });

  it('does not mind a reader who goes away', async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('gone'), { code: 'EPIPE' })),
    });
    stdout.on('error', () => {});
    const { code, stderr } = await call(['--once'], { env: await isolated(), stdout });
    expect(code).toBe(1);
    expect(stderr).not.toContain('unexpected');
  });

  it('ends at once when it is told to stop', async () => {
    const url = await upstream(() => {});
    const env = { ...(await isolated()), APPSMITH_EXPORTER_BACKEND_URL: url };
    const stop = new AbortController();
    const ended = call(['--once'], { env, signal: stop.signal });
    setTimeout(() => stop.abort('SIGTERM'), 100);
    const started = performance.now();
    expect((await ended).code).toBe(1);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
