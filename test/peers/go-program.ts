// Programs that Go builds from their published sources: once, into the cache, with as little of the machine as goes.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtOnce } from './cache.ts';
import { need } from './need.ts';

const run = promisify(execFile);

export const needGo = (): boolean =>
  need(
    'go',
    'install Go 1.26 from https://go.dev/dl; each program is then built once, in some minutes',
  );

/** @param source package and version: `github.com/caddyserver/caddy/v2/cmd/caddy@v2.11.9`  @returns the program's path */
export async function goProgram(name: string, source: string): Promise<string> {
  const folder = await builtOnce(name, [source], async (target) => {
    const env = { ...process.env, GOBIN: target, CGO_ENABLED: '0' };
    await run('nice', ['go', 'install', source], { env, maxBuffer: 1 << 26 });
  });
  return join(folder, name);
}
