// Which authorities Appsmith trusts besides the system's: those in the folder `ca-certs` of its stacks volume.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

const MAX_FILES = 50;
const MAX_BYTES = 256 * 1024;

/** A TLS context with them; undefined where there are none, and the system's are enough. Unreadable files are left out. */
export async function trustOf(stacksDir: string | undefined): Promise<SecureContext | undefined> {
  if (stacksDir === undefined) return undefined;
  const folder = join(stacksDir, 'ca-certs');
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.crt')).slice(0, MAX_FILES);
  const texts = await Promise.all(files.map((name) => readSmall(join(folder, name))));
  const own = texts.filter((text) => text !== undefined);
  return own.length > 0 ? createSecureContext({ ca: [...rootCertificates, ...own] }) : undefined;
}

async function readSmall(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    return size > MAX_BYTES ? undefined : await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
