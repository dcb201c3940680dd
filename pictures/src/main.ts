// Draws every dashboard: plays hours of the demo into a Prometheus, asks it, and takes pictures of what Grafana shows.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../../test/support/built.ts';
import { type History, startHistory } from '../../test/support/history/index.ts';
import { readDashboards } from '../../test/support/panels.ts';
import { ask } from './ask.ts';
import { type Camera, openCamera } from './camera.ts';
import { PLANS, type Plan } from './courses.ts';

const WIDTH = 1600;
const { values: flags } = parseArgs({
  options: {
    dashboards: { type: 'string', default: 'dashboards' },
    rules: { type: 'string', default: 'alerts' },
    output: { type: 'string', default: 'docs/pictures/dashboards' },
    plan: { type: 'string', multiple: true },
    // Shorter histories, for whoever changes the page.
    hours: { type: 'string' },
    only: { type: 'string', multiple: true },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

const dashboards = readDashboards(flags.dashboards);
const built = await build();
const camera = await openCamera(WIDTH);
mkdirSync(flags.output, { recursive: true });
try {
  for (const plan of PLANS.filter(({ name }) => flags.plan?.includes(name) ?? true)) {
    await draw(plan, camera);
  }
} finally {
  await camera.close();
  built.remove();
}

async function draw(plan: Plan, drawn: Camera): Promise<void> {
  const names = [...dashboards.keys()].filter(
    (name) => (plan.dashboards?.includes(name) ?? true) && (flags.only?.includes(name) ?? true),
  );
  if (names.length === 0) return;
  const hours = Number(flags.hours ?? plan.course.hours);
  const history = await startHistory(built, { ...plan.course, hours }, flags.rules);
  try {
    for (const name of names) await picture(name, plan, history, drawn);
  } finally {
    await history.stop();
  }
}

async function picture(name: string, plan: Plan, history: History, { take }: Camera) {
  const scene = await ask(dashboards.get(name)!, history, WIDTH, plan.shown);
  const { png, problems } = await take(scene);
  const file = join(flags.output, `${name.replace(/^appsmith-/, '')}-${plan.name}.png`);
  writeFileSync(file, png);
  say(`${file}: ${Math.round(png.length / 1024)} KiB`);
  for (const title of plan.name === 'healthy' ? scene.empty : []) say(`  no data: ${title}`);
  for (const problem of new Set(problems)) say(`  the page said: ${problem}`);
}
