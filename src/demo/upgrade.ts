// What an update leaves on the stacks volume: the backend's log of its migrations, and the versions of the stores' files.
import { appendFile, mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knobs } from './model/knobs.ts';
import type { StartPart } from './parts.ts';

const VERSIONS = {
  'data/postgres/main/PG_VERSION': '15\n',
  'data/mongodb/.appsmith-mongo-fcv-min': '7.0\n',
};
/** What a start without a new version says. */
const CHANGE = '{"id"="add-index-for-environment", "author"="", "class"="DatabaseChangelogEE"}';
const BEGIN = [
  'Mongock runner COMMUNITY version[5.4.0]',
  'Mongock trying to acquire the lock',
  'Mongock acquired the lock until: later',
  `PASSED OVER - ${CHANGE}`,
];
const END = ['Mongock releasing the lock', 'Mongock released the lock', 'Mongock has finished'];
const LINES: Readonly<Record<Knobs['migration'], readonly string[]>> = {
  well: [...BEGIN, ...END],
  stuck: BEGIN,
  fails: [
    ...BEGIN,
    `FAILED OVER - ${CHANGE}`,
    ...END,
    'Error in mongock process. ABORTED MIGRATION',
  ],
};

/** Writes at each start of the backend, and when the migrations turn out otherwise; the times are the model's. */
export const startUpgrade: StartPart = async ({ model, stacksDir }) => {
  for (const [file, version] of Object.entries(VERSIONS)) {
    await mkdir(join(stacksDir, file, '..'), { recursive: true });
    await writeFile(join(stacksDir, file), version);
  }
  const folder = join(stacksDir, 'logs/backend');
  await mkdir(folder, { recursive: true });
  const log = join(folder, 'backend-appsmith.log');
  let told = '';
  const settle = async () => {
    const { start } = model.programs.get('backend');
    const { migration } = model.knobs;
    if (told === `${start} ${migration}`) return;
    told = `${start} ${migration}`;
    const at = new Date(model.clock.now).toISOString();
    const head = `[${at}] [main] requestId= userEmail= traceId= spanId= - `;
    await appendFile(log, LINES[migration].map((line) => `${head}${line}\n`).join(''));
    await utimes(log, model.clock.seconds, model.clock.seconds);
  };
  await settle();
  return { env: {}, settle, stop: async () => {} };
};
