// What the programs of the embedded Appsmith write below `logs/` where it matters: how each failed, and auto-heal's log.
import { appendFile, mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppsmithModel } from './model/appsmith.ts';
import type { ProgramName } from './model/programs.ts';
import type { StartPart } from './parts.ts';

/** mongod writes to a file of its own, the others to what supervisord keeps for them. */
const FILES: Partial<Record<ProgramName, string>> = { mongodb: 'db.log', redis: 'redis.log' };

/** Keeps the logs in step with the model; their times are the model's. */
export const startProgramLogs: StartPart = async ({ model, stacksDir }) => {
  const told = new Map<ProgramName, number>();
  let healed = 0;
  const write = (folder: string, file: string, lines: readonly string[]) =>
    append(join(stacksDir, 'logs', folder), file, lines, model.clock.seconds);
  return {
    env: {},
    settle: async () => {
      for (const { name, state, stop } of model.programs.all) {
        if (state !== 'FATAL' || told.get(name) === stop) continue;
        told.set(name, stop);
        const file = FILES[name] ?? `${name}-appsmith.log`;
        await write(name, file, ['starting', ...(model.knobs.lastWords[name] ?? [])]);
      }
      if (!model.knobs.autoHeal) return;
      await write('cron', 'auto_heal.log', autoHealLines(model, model.autoHealed - healed));
      healed = model.autoHealed;
    },
    stop: async () => {},
  };
};

/** As the script writes them, once for each time that it restarted the backend. */
function autoHealLines({ clock }: AppsmithModel, times: number): string[] {
  const at = new Date(clock.now).toISOString().slice(0, 19).replace('T', ' ');
  const one = ['auto heal check', `TIMESTAMP=${at} backend response 000`];
  const lines = Array.from({ length: times }, () => [
    ...one,
    `TIMESTAMP=${at} backend is unresponsive`,
  ]);
  return lines.flat();
}

/** Creates the file if need be; `at` is its time of modification, in seconds since 1970. */
async function append(folder: string, file: string, lines: readonly string[], at: number) {
  const path = join(folder, file);
  await mkdir(folder, { recursive: true });
  await appendFile(path, lines.map((line) => `${line}\n`).join(''));
  await utimes(path, at, at);
}
