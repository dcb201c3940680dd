// Generated files: the same bytes at every call, equal to what is committed, and drift is found.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { metricsPage } from '../../src/bundle/docs/metrics.ts';
import { generatedFiles, run } from '../../src/commands/generate.ts';
import { components } from '../../src/components/index.ts';
import { counter, gauge } from '../../src/metrics/index.ts';
import { selfMetrics } from '../../src/scrape/self.ts';
import { serverMetrics } from '../../src/server/metrics.ts';

/** Runs the command; gives its exit code and everything it wrote. */
async function generate(...argv: string[]) {
  const stream = new PassThrough();
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const { signal } = new AbortController();
  const context = { argv, env: {}, stdin: stream, stdout: stream, stderr: stream, signal };
  return { code: await run(context), text: () => text };
}

describe('generated files', () => {
  it('are the same bytes at every call', () => {
    expect(generatedFiles()).toEqual(generatedFiles());
  });

  it.each(generatedFiles().map((file) => [file.path, file.content]))(
    '%s is committed',
    (path, content) => {
      expect(readFileSync(path, 'utf8')).toBe(content);
    },
  );

  it('end with one newline', () => {
    for (const { path, content } of generatedFiles()) {
      expect(content, path).toMatch(/[^\n]\n$/);
    }
  });
});

describe('generate', () => {
  it('writes what is missing or old, and --check only names it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'generate-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    expect((await generate('--output', folder)).code).toBe(0);
    expect((await generate('--check', '--output', folder)).code).toBe(0);
    writeFileSync(join(folder, 'docs/metrics.md'), 'edited by hand\n');
    const checked = await generate('--check', `--output=${folder}`);
    expect(checked.code).toBe(1);
    expect(checked.text()).toContain('docs/metrics.md differs');
    expect(readFileSync(join(folder, 'docs/metrics.md'), 'utf8')).toBe('edited by hand\n');
  }, 60_000);

  it('removes what an earlier version generated, but nothing of the user’s', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'generate-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    await generate('--output', folder);
    const gone = join(folder, 'docs/runbooks/GoneAlert.md');
    const mine = join(folder, 'docs/runbooks/MyAlert.md');
    writeFileSync(gone, readFileSync(join(folder, 'docs/runbooks/RtsDown.md')));
    writeFileSync(mine, '# MyAlert\n');
    const checked = await generate('--check', '--output', folder);
    expect(checked.code).toBe(1);
    expect(checked.text()).toContain('docs/runbooks/GoneAlert.md is about nothing');
    const again = await generate('--output', folder);
    expect(again.text()).toContain('docs/runbooks/GoneAlert.md removed\n');
    expect([existsSync(gone), existsSync(mine)]).toEqual([false, true]);
  }, 60_000);

  it('refuses a flag that it does not know', async () => {
    await expect(generate('--chekc')).rejects.toThrow('"--chekc" cannot be used');
  });
});

describe('the metrics page', () => {
  it('sorts by name, escapes what a table cannot hold, and marks foreign families', () => {
    const metrics = {
      b: counter({ name: 'b_total', help: 'A | b <c>.', source: 'x\ny', labels: ['l'] }),
      a: gauge({ name: 'a_seconds', help: 'A.', source: 's', unit: 'seconds', foreign: true }),
    };
    const { content } = metricsPage([{ title: 'Part: one', intro: 'It.', metrics }]);
    expect(content).toContain('- [Part: one](#part-one)');
    expect(content.split('\n').filter((line) => line.startsWith('| `'))).toEqual([
      '| `a_seconds` | gauge, *foreign* |  | seconds | A. | s |',
      '| `b_total` | counter | `l` |  | A \\| b &lt;c>. | x y |',
    ]);
  });
});

describe('the catalogue', () => {
  it('has no name twice: a family belongs to one component', () => {
    const names = [...components.map((component) => component.metrics), selfMetrics, serverMetrics]
      .flatMap((catalogue) => Object.values(catalogue))
      .map((def) => def.name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});
