// Lets hours of the embedded Appsmith pass, and gives every scrape of the real exporter to a real Prometheus.
import { type EmbeddedAppsmith, startAppsmith } from '../../../src/demo/appsmith.ts';
import type { AppsmithModel } from '../../../src/demo/model/appsmith.ts';
import { type Built, startServe } from '../built.ts';
import { aboutScrape, readScrape, type Scraped } from './scrape.ts';
import { Writer } from './writer.ts';

export interface Course {
  /** Milliseconds since the epoch at which it ends. */
  readonly end: number;
  readonly hours: number;
  /** Between two scrapes. Default 15. */
  readonly stepSeconds?: number;
  /** Turns knobs; called before every scrape. */
  readonly play?: (model: AppsmithModel, minutesToEnd: number) => void;
}

/** Minutes pass here in no time. */
const COUNTED = { APPSMITH_EXPORTER_VOLUME_COUNT_EVERY: '0s' };
const STARTED = 'appsmith_exporter_process_start_time_seconds';

/**
 * Plays it into the Prometheus at `url`. The exporter is the built one, in a process of its own; only its start is
 * moved to the beginning of the course, since it does not live in the model's time.
 */
export async function playInto(url: string, built: Built, course: Course): Promise<void> {
  const { end, hours, stepSeconds = 15, play = () => {} } = course;
  const start = end - hours * 3_600_000;
  const appsmith = await startAppsmith({ time: 'manual', patience: 0, now: start });
  const exporter = await startServe(built, { ...appsmith.env, ...COUNTED });
  const writer = new Writer(url);
  try {
    for (let at = start; at <= end; at += stepSeconds * 1000) {
      play(appsmith.model, (end - at) / 60_000);
      await step(appsmith, at === start ? 0 : stepSeconds);
      await writer.add(at, await scrape(exporter.url, start));
    }
    await writer.flush();
  } finally {
    await exporter.stop();
    await appsmith.stop();
  }
}

const step = (appsmith: EmbeddedAppsmith, seconds: number): Promise<void> =>
  appsmith.advance(seconds);

async function scrape(exporter: string, start: number): Promise<Map<string, Scraped>> {
  const began = performance.now();
  const response = await fetch(`${exporter}/metrics`, {
    headers: { 'x-prometheus-scrape-timeout-seconds': '3' },
  });
  const body = await response.text();
  const samples = response.ok ? readScrape(body) : new Map<string, Scraped>();
  const seconds = (performance.now() - began) / 1000;
  const started = samples.get(STARTED);
  if (started) samples.set(STARTED, { ...started, value: start / 1000 });
  return new Map([...samples, ...aboutScrape(response.ok, seconds, samples.size)]);
}
