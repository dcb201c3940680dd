// A healthy week: nights, a busy Monday, a weekend, two restarts, a backup each night and an upgrade. Nothing fires but Watchdog.
import { describe, expect, it } from 'vitest';
import { needPromtool } from '../peers/promtool.ts';
import { evaluate } from './engine.ts';
import { nameOf } from './outcome.ts';
import { simulateInParts } from './parts.ts';
import { neededNames, ruleGroups } from './rules.ts';
import { MONDAY, partOfWeek, UPGRADE, WEEK } from './week.ts';

describe.runIf(needPromtool())('a healthy week', () => {
  it('is silent over the whole of it', async () => {
    const begun = performance.now();
    const script = { start: MONDAY, lead: 0, minutes: WEEK, needed: neededNames };
    // The upgrade makes the exporter's container anew.
    const recording = await simulateInParts({ ...script, ...partOfWeek(0, WEEK) }, [UPGRADE]);
    const seen = performance.now();
    const courses = await evaluate(ruleGroups, recording);
    const times = [seen - begun, performance.now() - seen].map((ms) => (ms / 1000).toFixed(1));
    process.stderr.write(`a simulated week: ${times.join(' + ')} s, ${recording.series} series\n`);
    expect(recording.length).toBe(WEEK);
    const fired = courses.filter(({ firing }) => firing.length > 0);
    expect(fired.map((one) => `${nameOf(one)} ${JSON.stringify(one.firing)}`)).toEqual([]);
  }, 1_800_000);
});
