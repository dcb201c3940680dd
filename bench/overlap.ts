// A hundred scrapes at once while an upstream hangs: one collection, and all are answered at the deadline.
import { buildExporter, startExporter } from '../test/faults/exporter.ts';
import { standIns } from '../test/faults/upstreams.ts';
import type { Row } from './measure.ts';
import { agent, scrape } from './scraper.ts';

const SCRAPES = 100;
const TIMEOUT_SECONDS = 2;

/** The rows `overlap_*`. */
export async function overlapRows(): Promise<Row[]> {
  const [built, upstreams] = await Promise.all([buildExporter(), standIns()]);
  const exporter = await startExporter({ bin: built.bin, env: upstreams.env, watch: false });
  try {
    const url = `${exporter.url}/metrics`;
    for (let i = 0; i < 3; i++) await scrape(url, TIMEOUT_SECONDS);
    const { redis, rts } = upstreams.proxies;
    await redis.fault({ kind: 'mute' });
    const asked = rts.asked();
    const answers = await Promise.all(
      Array.from({ length: SCRAPES }, () => scrape(url, TIMEOUT_SECONDS)),
    );
    const whole = answers.filter(
      ({ status, text }) => status === 200 && /^appsmith_up 1$/m.test(text),
    );
    const slowest = Math.max(...answers.map(({ seconds }) => seconds));
    return [
      { name: 'overlap_answered', value: whole.length, unit: `of ${SCRAPES}` },
      { name: 'overlap_collections', value: rts.asked() - asked, unit: 'collections' },
      { name: 'overlap_slowest', value: slowest, unit: `s of ${TIMEOUT_SECONDS}` },
    ];
  } finally {
    await exporter.stop();
    agent.destroy();
    await upstreams.stop();
    built.remove();
  }
}
