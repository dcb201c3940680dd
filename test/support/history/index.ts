// A real Prometheus that remembers hours of the demo, with the bundle's rules evaluated over them.
import { startPrometheus } from '../../peers/prometheus.ts';
import type { Built } from '../built.ts';
import type { Span } from './ask.ts';
import { type Course, playInto } from './play.ts';
import { evaluateRules, rulesIn } from './rules.ts';

export { askInstant, askRange, type Range, type Span } from './ask.ts';
export type { Course } from './play.ts';

export interface History {
  readonly url: string;
  /** Of what it remembers. */
  readonly span: Span;
  stop(): Promise<void>;
}

/** @param rulesFolder with the generated rule files */
export async function startHistory(
  built: Built,
  course: Course,
  rulesFolder: string,
): Promise<History> {
  const step = course.stepSeconds ?? 15;
  const end = course.end / 1000;
  const prometheus = await startPrometheus({
    scrapeConfigs: [],
    // Rules are written after the scrapes that they look at.
    config: { storage: { tsdb: { out_of_order_time_window: '30d' } } },
    args: ['--web.enable-remote-write-receiver'],
  });
  const span = { start: end - course.hours * 3600, end, step };
  try {
    await playInto(prometheus.url, built, course);
    await evaluateRules(prometheus.url, rulesIn(rulesFolder), span);
  } catch (error) {
    await prometheus.stop();
    throw error;
  }
  return { url: prometheus.url, span, stop: () => prometheus.stop() };
}
