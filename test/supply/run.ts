// Runs one of the project's build scripts as a person would, and reads what describes the package.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../../', import.meta.url));

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

interface Manifest {
  readonly name: string;
  readonly files: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly publishConfig: Readonly<Record<string, unknown>>;
}

const json = (file: string) => JSON.parse(readFileSync(`${root}${file}`, 'utf8'));

export const manifest: Manifest = json('package.json');

/** Packages of the lock file by their name, without the project itself. */
export function lockedPackages(): Map<string, LockedPackage> {
  const { packages } = json('package-lock.json') as { packages: Record<string, LockedPackage> };
  return new Map(
    Object.entries(packages)
      .filter(([path]) => path !== '')
      .map(([path, entry]) => [path.replace(/^(?:.*\/)?node_modules\//, ''), entry]),
  );
}

/** Runs `node ARGS` (or another program) in the root; resolves with its standard output. */
export async function run(args: readonly string[], command = process.execPath): Promise<string> {
  const options = { cwd: root, maxBuffer: 64 << 20 };
  return (await promisify(execFile)(command, [...args], options)).stdout;
}
