// Doctor beside the embedded Appsmith: golden reports and exit codes of what people meet most.
import { describe, expect, it } from 'vitest';
import type { AppsmithOptions } from '../../src/demo/appsmith.ts';
import { beside } from './support.ts';

const CASES: readonly [name: string, code: number, options: AppsmithOptions][] = [
  ['open', 0, { actuator: 'open' }],
  ['closed', 0, { actuator: 'closed' }],
  ['no-password', 0, { actuator: 'no-password' }],
  ['no-histograms', 0, { histograms: false }],
  ['mongodb-down', 1, { knobs: { mongoDown: true } }],
  ['stores-and-rts-down', 1, { knobs: { mongoDown: true, redisDown: true, rtsDown: true } }],
  ['rts-ill', 1, { knobs: { rtsIll: 'error' } }],
];

/** Commands and settings stand whole, however long they are. */
const COPIED = /^ {11,13}\S/;

describe('beside an embedded Appsmith', () => {
  it.each(CASES)('%s', async (name, expected, options) => {
    const { code, out, err } = await beside(options);
    expect(err).toBe('');
    await expect(out).toMatchFileSnapshot(`golden/${name}.txt`);
    expect(code).toBe(expected);
    for (const line of out.split('\n')) if (line.length > 80) expect(line).toMatch(COPIED);
  });

  it('writes the same as JSON', async () => {
    const { code, out, raw } = await beside({ actuator: 'closed' }, ['--json']);
    await expect(out).toMatchFileSnapshot('golden/closed.json');
    expect(JSON.parse(raw)).toMatchObject({ schema: 1, verdict: 'up', exit_code: code });
  });

  it('takes a warning for a failure if it is told to be strict', async () => {
    expect((await beside({ actuator: 'closed' }, ['--strict'])).code).toBe(1);
    expect((await beside({ actuator: 'open' }, ['--strict'])).code).toBe(0);
  });

  it('warns of a budget that is used up, and of one that nearly is', async () => {
    const up = await beside({}, ['--json', '--backend.series-budget=100']);
    expect(codesOf(up.raw)).toContain('warning series-budget-exceeded');
    const { series } = JSON.parse((await beside({}, ['--json'])).raw).targets[0].components[0];
    const budget = `--backend.series-budget=${Math.round(series * 1.1)}`;
    expect(codesOf((await beside({}, ['--json', budget])).raw)).toContain(
      'warning series-budget-near',
    );
  });

  it('says where a wrong password for supervisord is from', async () => {
    const { code, out } = await beside({}, [], {
      APPSMITH_EXPORTER_SUPERVISOR_PASSWORD: 'not-the-one',
    });
    expect(code).toBe(1);
    expect(out).toContain('from APPSMITH_EXPORTER_SUPERVISOR_PASSWORD');
    expect(out).toContain('supervisord does not accept the password');
    expect(out).not.toContain('not-the-one');
  });
});

function codesOf(json: string): string[] {
  const { findings } = JSON.parse(json) as { findings: { level: string; code: string }[] };
  return findings.map(({ level, code }) => `${level} ${code}`);
}
