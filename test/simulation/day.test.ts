// A healthy, busy Monday with a backup and a restart: nothing fires but Watchdog.
import { describe, expect, it } from 'vitest';
import { needPromtool } from '../peers/promtool.ts';
import { evaluate } from './engine.ts';
import { nameOf } from './outcome.ts';
import { simulateInParts } from './parts.ts';
import { neededNames, ruleGroups } from './rules.ts';
import { DAY, MONDAY, partOfWeek } from './week.ts';

describe.runIf(needPromtool())('a healthy day', () => {
  it('is silent over the whole of it', async () => {
    const begun = performance.now();
    const script = { start: MONDAY, lead: 0, minutes: DAY, needed: neededNames };
    const recording = await simulateInParts({ ...script, ...partOfWeek(0, DAY) }, [DAY / 2]);
    const seen = performance.now();
    const courses = await evaluate(ruleGroups, recording);
    const times = [seen - begun, performance.now() - seen].map((ms) => (ms / 1000).toFixed(1));
    process.stderr.write(`a simulated day: ${times.join(' + ')} s, ${recording.series} series\n`);
    expect(recording.length).toBe(DAY);
    const fired = courses.filter(({ firing }) => firing.length > 0);
    expect(fired.map((one) => `${nameOf(one)} ${JSON.stringify(one.firing)}`)).toEqual([]);
  }, 900_000);
});
