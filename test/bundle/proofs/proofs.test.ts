// Every alert's proofs hold, and every single change of the alert breaks one of them: by the real promtool.
import { describe, expect, it } from 'vitest';
import { observed } from '../../../src/bundle/observed.ts';
import { unproven } from '../../../src/bundle/proofs/files.ts';
import { needPromtool } from '../../peers/promtool.ts';
import { mutantsOf } from './mutants.ts';
import { runTrials } from './run.ts';

it.each(observed)('$component: each alert has its proofs', (one) => {
  expect(unproven(one)).toEqual([]);
});

const alerts = observed.flatMap((one) =>
  one.alerts.map((alert) => ({ name: alert.name, alert, one })),
);

describe.skipIf(!needPromtool()).each(alerts)('$name', ({ alert, one }) => {
  const proofs = one.proofs.filter((proof) => proof.alert === alert);

  it.each(proofs)('$name', async (proof) => {
    const [outcome] = await runTrials([{ alert, proofs: [proof] }]);
    expect(outcome?.ok, outcome?.output).toBe(true);
  });

  it('holds no mutant', async () => {
    const mutants = mutantsOf(alert);
    const outcomes = await runTrials(mutants.map((mutant) => ({ alert: mutant.alert, proofs })));
    expect(mutants.filter((_, i) => outcomes[i]?.ok).map(({ what }) => what)).toEqual([]);
  }, 60_000);
});
