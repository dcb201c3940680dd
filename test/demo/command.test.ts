// The demo command end to end: one scrape of an embedded Appsmith, exit codes, and an exporter that serves.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/commands/command.ts';
import { demo, help } from '../../src/commands/demo.ts';
import type { AppsmithOptions } from '../../src/demo/appsmith.ts';
import { incidents } from '../../src/demo/incidents/index.ts';
import { strictViolations } from '../support/strict.ts';

function start(argv: readonly string[], options?: AppsmithOptions) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const stop = new AbortController();
  const text = { out: '', err: '' };
  stdout.on('data', (chunk) => (text.out += chunk));
  stderr.on('data', (chunk) => (text.err += chunk));
  const env = { ...process.env, APPSMITH_DB_URL: 'mongodb://127.0.0.1:1/not-the-demo' };
  const context: Context = { argv, env, stdin: process.stdin, stdout, stderr, signal: stop.signal };
  return { code: demo(context, options), text, stdout, stop };
}

async function scrapeOnce(argv: readonly string[], options?: AppsmithOptions) {
  const { code, text } = start(['--once', ...argv], { patience: 0, ...options });
  return { code: await code, ...text };
}

describe('demo --once', () => {
  it('writes one scrape with everything up and ends with 0', async () => {
    const { code, out } = await scrapeOnce([]);
    expect(code).toBe(0);
    expect(out).toMatch(/^appsmith_up 1$/m);
    const states = [...out.matchAll(/^appsmith_component_up\{component="(\w+)"\} (\d)$/gm)];
    expect(states.length).toBeGreaterThanOrEqual(4);
    expect(states.filter(([, , up]) => up !== '1')).toEqual([]);
    expect(out).toMatch(/^jvm_memory_used_bytes\{area="heap"/m);
    expect(out).toMatch(/^appsmith_query_execution_seconds_bucket\{/m);
    expect(out).not.toContain('reactor_netty_http_server');
    // Compared as text: a failure must not print the whole scrape.
    expect(strictViolations(out, { format: 'text' }).join('\n')).toBe('');
  });

  it('ends with 0 on a closed actuator: no JVM, everything else', async () => {
    const { code, out, err } = await scrapeOnce(['--actuator', 'closed']);
    expect(code).toBe(0);
    expect(out).toMatch(/^appsmith_component_up\{component="mongodb"\} 1$/m);
    expect(out).not.toMatch(/^jvm_memory/m);
    expect(err).toContain('APPSMITH_INTERNAL_PASSWORD');
  });

  it('ends with 1 when Appsmith is not up, and still writes what there is', async () => {
    const { code, out } = await scrapeOnce([], { knobs: { mongoDown: true } });
    expect(code).toBe(1);
    expect(out).toMatch(/^appsmith_up 0$/m);
    expect(out).toMatch(/^mongodb_up 0$/m);
    expect(out).toMatch(/^appsmith_component_up\{component="redis"\} 1$/m);
  });

  it('has the query latency without buckets where the backend has none', async () => {
    const { out } = await scrapeOnce(['--no-histograms']);
    expect(out).toMatch(/^appsmith_query_execution_seconds_count\{/m);
    expect(out).not.toContain('appsmith_query_execution_seconds_bucket');
  });
});

describe('demo', () => {
  it('prints where to look, serves, and removes everything when it is stopped', async () => {
    const { code, text, stdout, stop } = start(['--port', '0']);
    while (!text.out.includes('Stacks folder')) await once(stdout, 'data');
    const at = /At a glance\s+(\S+)/.exec(text.out)![1]!;
    const stacks = /Stacks folder\s+(\S+)/.exec(text.out)![1]!;
    const metrics = await expect
      .poll(
        () =>
          fetch(`${at}metrics`).then(
            (answer) => answer.text(),
            () => '',
          ),
        { timeout: 10_000 },
      )
      .toContain('appsmith_up 1')
      .then(() => fetch(`${at}metrics`));
    expect(metrics.status).toBe(200);
    expect((await fetch(at)).headers.get('content-type')).toContain('text/html');
    expect(existsSync(stacks)).toBe(true);
    stop.abort('SIGINT');
    expect(await code).toBe(0);
    expect(existsSync(stacks)).toBe(false);
  });

  it.each([
    [['--actuator', 'ajar'], 'ajar'],
    [['--port', '70000'], '70000'],
    [['--prot', '1'], '--prot'],
    [['--incident', 'heap-leek'], 'did you mean "heap-leak"?'],
    [['--incident', 'x'], 'There are: heap-leak,'],
    [['--incident', 'rts-down', '--once'], 'takes its time'],
  ])('refuses %j before anything starts', async (argv, word) => {
    await expect(start(argv).code).rejects.toThrow(word);
  });

  it('names its flags', () => {
    expect(help()).toContain('--actuator open|closed|no-password');
  });

  it('names every incident with the report that it replays', () => {
    for (const { name, title } of incidents)
      expect(help()).toContain(`  ${name.padEnd(17)} ${title}`);
    expect(help()).toContain('(2h40m #32488)');
  });

  it('plays an incident and tells its steps', async () => {
    const { code, text, stdout, stop } = start(['--port', '0', '--incident', 'rts-down']);
    while (!text.out.includes('0m       An old process')) await once(stdout, 'data');
    const at = /At a glance\s+(\S+)/.exec(text.out)![1]!;
    await expect
      .poll(
        () =>
          fetch(`${at}metrics`).then(
            (answer) => answer.text(),
            () => '',
          ),
        { timeout: 10_000 },
      )
      .toMatch(/^appsmith_rts_up 0$/m);
    stop.abort('SIGINT');
    expect(await code).toBe(0);
  });
});
