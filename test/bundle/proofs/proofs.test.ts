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

  it('holds as it is, and no mutant does', async () => {
    const mutants = mutantsOf(alert);
    const [asItIs, ...outcomes] = await runTrials(
      [alert, ...mutants.map((mutant) => mutant.alert)].map((one) => ({ alert: one, proofs })),
    );
    expect(asItIs?.ok, asItIs?.output).toBe(true);
    expect(mutants.filter((_, i) => outcomes[i]?.ok).map(({ what }) => what)).toEqual([]);
  }, 180_000);
});
