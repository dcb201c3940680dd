// `npm run bench`: every figure in one run, as a table or (with --json) one JSON object a line.
import { beAppsmith } from './appsmith.ts';
import { everythingRows } from './everything.ts';
import { fleetRows } from './fleet.ts';
import { format, type Row } from './measure.ts';
import { overlapRows } from './overlap.ts';
import { generateRows, rulesRows } from './rules.ts';
import { scrapeRows } from './scrape.ts';
import { soakRows } from './soak.ts';
import { startRows } from './start.ts';
import { beStore } from './store.ts';
import { printCost, translateRows } from './translate.ts';

const json = process.argv.includes('--json');
const only = process.argv.find((arg) => arg.startsWith('--only='))?.slice('--only='.length);

const groups: Readonly<Record<string, () => Promise<Row[]>>> = {
  translate: translateRows,
  scrape: scrapeRows,
  start: startRows,
  generate: generateRows,
};

/** They take minutes: only when asked for by name. */
const long: Readonly<Record<string, () => Promise<Row[]>>> = {
  rules: rulesRows,
  everything: everythingRows,
  soak: soakRows,
  overlap: overlapRows,
  fleet: fleetRows,
};

// Some of the figures need a process of their own: this program again, with a flag.
for (const [flag, part] of [
  ['--cost', printCost],
  ['--store', beStore],
  ['--appsmith', beAppsmith],
] as const) {
  if (!process.argv.includes(flag)) continue;
  await part();
  process.exit();
}
if (!json) console.log(format(undefined));
const asked = only === undefined ? groups : { ...groups, ...long };
for (const [name, rows] of Object.entries(asked)) {
  if (only && only !== name) continue;
  for (const row of await rows()) {
    const ratio = row.peerValue === undefined ? undefined : row.value / row.peerValue;
    console.log(json ? JSON.stringify({ ...row, ratio }) : format(row));
  }
}
