// A real file system that can hang: a FUSE server of our own; `signal('SIGSTOP')` lets every call into it hang.
import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { need } from './need.ts';
import { type Peer, startPeer } from './process.ts';

const SERVER = fileURLToPath(new URL('fuse.py', import.meta.url));

/** It takes root and the device, which nobody can install: where they are missing the tests are skipped. */
export function needFuse(): boolean {
  if (process.getuid?.() !== 0 || !isThere('/dev/fuse')) {
    process.stderr.write(
      'a file system that hangs takes root and /dev/fuse: its tests are skipped\n',
    );
    return false;
  }
  return need('python3', 'apt-get install python3');
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

export interface FuseMount extends Peer {
  /** Where it is mounted: a folder `logs` with `file.log`, 1,000 blocks of 4 KiB, a quarter of them free. */
  readonly path: string;
}

export async function startFuse(): Promise<FuseMount> {
  let path = '';
  const peer = await startPeer('fuse', (_port, dir) => {
    path = join(dir, 'mount');
    mkdirSync(path);
    const isMounted = async () =>
      readFileSync('/proc/self/mounts', 'utf8').includes(` ${path} fuse `);
    return {
      command: 'python3',
      args: [SERVER, path],
      ready: isMounted,
      url: `file://${path}`,
      stopSignal: 'SIGTERM',
    };
  });
  return { ...peer, path };
}
