// Fifty targets on one exporter, each scraped every 15 s at its own moment: is any missed, does the event loop hold?
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { buildExporter, startExporter } from '../test/faults/exporter.ts';
import { standIns } from '../test/faults/upstreams.ts';
import { median, type Row } from './measure.ts';
import { type Answer, agent, flag, scrape } from './scraper.ts';

const TARGETS = 50;
const INTERVAL_MS = 15_000;
const TIMEOUT_SECONDS = 10;
const PARTS = 5;

/** The rows `fleet_*`: `--seconds=N`, 60 by default. */
export async function fleetRows(): Promise<Row[]> {
  const [built, upstreams] = await Promise.all([buildExporter(), standIns()]);
  const dir = mkdtempSync(join(tmpdir(), 'fleet-'));
  const file = join(dir, 'fleet.yml');
  const names = Array.from({ length: TARGETS }, (_, i) => `appsmith-${i}`);
  const targets = Object.fromEntries(names.map((name) => [name, upstreams.settings]));
  writeFileSync(
    file,
    stringify({ default_target: false, targets }, { aliasDuplicateObjects: false }),
  );
  const exporter = await startExporter({
    bin: built.bin,
    env: {},
    args: [`--config.file=${file}`],
  });
  try {
    const probe = (name: string) => scrape(`${exporter.url}/probe?target=${name}`, TIMEOUT_SECONDS);
    for (const name of names) await probe(name);
    await exporter.turnsP99();
    const answers = await scrapeAll(names, probe, flag('seconds', 60) * 1000);
    const whole = answers.filter((answer) => answer && isWhole(answer)).map((answer) => answer!);
    return [
      { name: 'fleet_scrapes', value: answers.length, unit: 'scrapes' },
      { name: 'fleet_missed', value: answers.length - whole.length, unit: 'missed' },
      { name: 'fleet_scrape', value: median(whole.map((a) => a.seconds)) * 1000, unit: 'ms' },
      { name: 'fleet_event_loop_p99', value: await exporter.turnsP99(), unit: 'ms' },
      { name: 'fleet_memory', value: exporter.memory().now / 1e6, unit: 'MB' },
    ];
  } finally {
    await exporter.stop();
    agent.destroy();
    await upstreams.stop();
    built.remove();
    rmSync(dir, { recursive: true });
  }
}

/** Each target at its own moment of the interval, again and again. */
async function scrapeAll(
  names: readonly string[],
  probe: (name: string) => Promise<Answer>,
  ms: number,
): Promise<(Answer | undefined)[]> {
  const end = performance.now() + ms;
  const loops = names.map(async (name, i) => {
    const answers: (Answer | undefined)[] = [];
    let at = performance.now() + (i * INTERVAL_MS) / names.length;
    for (; at < end; at += INTERVAL_MS) {
      await new Promise((resolve) => setTimeout(resolve, at - performance.now()));
      answers.push(await probe(name).catch(() => undefined));
    }
    return answers;
  });
  return (await Promise.all(loops)).flat();
}

function isWhole({ status, text, seconds }: Answer): boolean {
  const up = text.match(/^appsmith_component_up\{component="\w+"\} 1$/gm) ?? [];
  return status === 200 && up.length === PARTS && seconds < TIMEOUT_SECONDS;
}
