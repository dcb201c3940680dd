// Builds a Java peer with Maven, once per state of its sources, into the cache folder.
import { execFile } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { builtOnce, sourcesOf } from './cache.ts';
import { need } from './need.ts';

const run = promisify(execFile);

/** Java 17 and Maven; the build needs Maven Central once. */
export function needJava(): boolean {
  const java = need('java', 'apt-get install openjdk-17-jdk-headless maven');
  return need('mvn', 'apt-get install openjdk-17-jdk-headless maven') && java;
}

/** The path of the jar of the project in the folder `project` beside this file, built if need be. */
export async function peerJar(project: string, profile?: string): Promise<string> {
  const source = fileURLToPath(new URL(project, import.meta.url));
  const name = profile ? `${project}-${profile}` : project;
  const folder = await builtOnce(name, [profile ?? '', ...sourcesOf(source)], async (target) => {
    const skipTarget = (path: string) => !path.endsWith('/target');
    cpSync(source, join(target, 'source'), { recursive: true, filter: skipTarget });
    const args = ['-q', '-B', '-DskipTests', ...(profile ? [`-P${profile}`] : []), 'package'];
    await run('mvn', args, { cwd: join(target, 'source'), maxBuffer: 1 << 24 }).catch(explain);
    cpSync(join(target, 'source', 'target', 'peer.jar'), join(target, 'peer.jar'));
    rmSync(join(target, 'source'), { recursive: true });
  });
  return join(folder, 'peer.jar');
}

function explain(error: { stdout?: string; message: string }): never {
  throw new Error(`Maven failed:\n${error.stdout ?? ''}\n${error.message}`.slice(0, 8000));
}
