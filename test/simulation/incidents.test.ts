// Each incident through the real collectors and the real rule engine: the right alerts, in order, in time, and no others.
import { describe, expect, it } from 'vitest';
import { incidents } from '../../src/demo/incidents/index.ts';
import { needPromtool } from '../peers/promtool.ts';
import { expected } from './expected.ts';
import { outcomeOf } from './outcome.ts';

/** Minutes by which an alert may come sooner or later than expected, or a tenth of its time if that is more. */
const TOLERANCE = 2;

describe.runIf(needPromtool())('incidents', () => {
  it('have all been thought about', () => {
    expect(Object.keys(expected)).toEqual(incidents.map(({ name }) => name));
  });

  describe.concurrent('come to what they should', () => {
    it.each(incidents.map((one) => [one.name, one] as const))(
      '%s',
      async (name, incident) => {
        const outcome = await outcomeOf(incident);
        const wanted = expected[name];
        expect({
          told: outcome.told.map(([alert]) => alert),
          silenced: outcome.silenced,
          at: outcome.told,
        }).toEqual({
          told: wanted?.told.map(([alert]) => alert),
          silenced: wanted?.silenced,
          at: outcome.told.map(([alert, after], i) => [
            alert,
            near(after, wanted?.told[i]?.[1] ?? 0),
          ]),
        });
      },
      900_000,
    );
  });
});

/** The measured time if it is near enough to the expected one, so that a comparison shows only what is not. */
function near(measured: number, wanted: number): number {
  return Math.abs(measured - wanted) <= Math.max(TOLERANCE, wanted / 10) ? measured : wanted;
}
