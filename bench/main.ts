// `npm run bench`: every figure in one run, as a table or (with --json) one JSON object a line.
import { format, type Row } from './measure.ts';
import { scrapeRows } from './scrape.ts';
import { startRows } from './start.ts';
import { beStore } from './store.ts';
import { printCost, translateRows } from './translate.ts';

const json = process.argv.includes('--json');
const only = process.argv.find((arg) => arg.startsWith('--only='))?.slice('--only='.length);

const groups: Readonly<Record<string, () => Promise<Row[]>>> = {
  translate: translateRows,
  scrape: scrapeRows,
  start: startRows,
};

// Two of the figures need a process of their own: this program again, with a flag.
for (const [flag, part] of [
  ['--cost', printCost],
  ['--store', beStore],
] as const) {
  if (!process.argv.includes(flag)) continue;
  await part();
  process.exit();
}
if (!json) console.log(format(undefined));
for (const [name, rows] of Object.entries(groups)) {
  if (only && only !== name) continue;
  for (const row of await rows()) {
    const ratio = row.peerValue === undefined ? undefined : row.value / row.peerValue;
    console.log(json ? JSON.stringify({ ...row, ratio }) : format(row));
  }
}
