// `generate --config`: the bundle by a user's settings, and exit codes and words for what cannot be used.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../../src/commands/index.ts';

function collected() {
  const stream = new PassThrough();
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return { stream, text: () => text };
}

async function generate(settings: string, ...more: string[]) {
  const dir = mkdtempSync(join(tmpdir(), 'settings-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const config = join(dir, 'observability.yml');
  writeFileSync(config, settings);
  const [out, err] = [collected(), collected()];
  const argv = ['generate', '--config', config, '--output', join(dir, 'out'), ...more];
  const { signal } = new AbortController();
  const io = { env: {}, stdin: new PassThrough(), stdout: out.stream, stderr: err.stream, signal };
  const code = await run({ argv, ...io });
  const file = (path: string) => join(dir, 'out', path);
  return { code, err: err.text, out: out.text, file, dir };
}

const read = (path: string) => readFileSync(path, 'utf8');

describe('generate --config', () => {
  it('writes rules, Alertmanager’s configuration and runbooks by the settings', async () => {
    const { code, file } = await generate(
      [
        'version: 1',
        'job: prod',
        'grafana_url: https://grafana.example.com',
        'extra_labels: {team: web}',
        'alerts: {RtsDown: {for: 9m, severity: warning}, RedisDown: {enabled: false}}',
        'receivers: [{kind: slack, api_url_file: /run/slack}]',
      ].join('\n'),
    );
    expect(code).toBe(0);
    const rules = read(file('alerts/appsmith-rts.yml'));
    expect(rules).toContain('appsmith_rts_up{job="prod"} == 0');
    expect(rules).toMatch(
      /alert: RtsDown[\s\S]*?for: 9m[\s\S]*?team: web[\s\S]*?severity: warning/,
    );
    expect(rules).toContain('https://grafana.example.com/d/');
    expect(read(file('alerts/appsmith-redis.yml'))).not.toContain('alert: RedisDown');
    expect(read(file('alerts/alertmanager.yml'))).toContain('api_url_file: /run/slack');
    expect(read(file('docs/runbooks/RtsDown.md'))).toContain(
      'once its condition has held for `9m`',
    );
    expect(existsSync(file('alerts/tests'))).toBe(false);
    expect(existsSync(file('docs/metrics.md'))).toBe(false);
  });

  it('ends with 2 and every mistake, and writes nothing', async () => {
    const { code, err, file } = await generate('version: 1\njbo: a\nslo: {latency: 2}\n');
    expect(code).toBe(2);
    expect(err()).toMatch(/observability\.yml:2: jbo: unknown key; did you mean "job"\?/);
    expect(err()).toMatch(
      /observability\.yml:3: slo\.latency = "2": must be from 0\.931 to 0\.9999/,
    );
    expect(existsSync(file('alerts'))).toBe(false);
  });

  it('tells of an alert that is gone, and goes on', async () => {
    const { code, err } = await generate('version: 1\nalerts: {OldAlert: {enabled: false}}\n');
    expect(code).toBe(0);
    expect(err()).toMatch(/observability\.yml:2: alerts\.OldAlert: this version has no such alert/);
  });

  it('says what is wrong with a file that cannot be read', async () => {
    const { code, err } = await generate('version: 1\n', '--config', '/nowhere/o.yml');
    expect(code).toBe(2);
    expect(err()).toContain('--config /nowhere/o.yml: there is no such file');
  });

  it.each([['--config='], ['--output']])('refuses %s without a value', async (flag) => {
    const { code, err } = await generate('version: 1\n', flag);
    expect(code).toBe(2);
    expect(err()).toContain('needs a value');
  });
});
