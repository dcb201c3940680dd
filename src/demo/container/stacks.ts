// The volume at /appsmith-stacks: docker.env written once, as at Appsmith's first start, and logs that show life.
import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { dockerEnv } from '../docker-env.ts';
import { FOLDERS } from '../stacks.ts';

/** Creates what is missing; a docker.env that is there stays as it is, whoever has changed it. */
export async function prepareStacks(dir: string): Promise<void> {
  await Promise.all(FOLDERS.map((folder) => mkdir(join(dir, folder), { recursive: true })));
  const path = join(dir, 'configuration/docker.env');
  // As a shell's redirection leaves it: readable for everybody.
  if (!existsSync(path)) await writeFile(path, firstSettings(), { mode: 0o644 });
}

function firstSettings(): string {
  const secret = () => randomBytes(10).toString('hex').slice(0, 13);
  return dockerEnv({
    databaseUrl: `mongodb://appsmith:${secret()}@localhost:27017/appsmith`,
    redisUrl: 'redis://127.0.0.1:6379',
    supervisorUser: 'appsmith',
    supervisorPassword: secret(),
    encryptionPassword: secret(),
    encryptionSalt: secret(),
  });
}

/** Booting, the real one's programs write all the time; then there is a line now and then. */
const BOOT = { everyMs: 1000, lines: 30 };
const EVERY_MS = 5000;

/** Writes lines to the backend's log, now and from now on; returns what ends that. */
export function showLife(dir: string): () => void {
  const path = join(dir, `logs/backend/backend-${hostname()}.log`);
  let timer: NodeJS.Timeout;
  let lines = 0;
  const write = () => {
    const line = `[${new Date().toISOString()}] [http-8080] requestId= userEmail= traceId= spanId= - served\n`;
    appendFileSync(path, line);
    lines += 1;
    timer = setTimeout(write, lines < BOOT.lines ? BOOT.everyMs : EVERY_MS);
  };
  write();
  return () => clearTimeout(timer);
}
