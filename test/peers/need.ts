// Says whether a tool that a test needs is installed: a line on what to install, or on CI a failure.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const told = new Set<string>();

/** The tool's path, looked up in PATH and in the system folders that a user's PATH may lack. */
export function findTool(tool: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, tool)).find(isExecutable);
}

/**
 * Use as `describe.runIf(need('redis-server', 'apt-get install redis-server'))`. Where the tool is missing
 * the tests are skipped and one line says what to install; with CI=true this throws instead.
 */
export function need(tool: string, install: string): boolean {
  return needThat(findTool(tool) !== undefined, tool, install);
}

/** The same for anything that is not a program in PATH. */
export function needThat(present: boolean, what: string, install: string): boolean {
  if (present) return true;
  const line = `${what} is not installed, so its tests are skipped; to run them: ${install}`;
  if (process.env.CI === 'true') throw new Error(line);
  if (!told.has(what)) process.stderr.write(`${line}\n`);
  told.add(what);
  return false;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
