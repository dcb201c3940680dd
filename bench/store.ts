// A MongoDB for the Spring peer's own health check, in a process of its own so that its cost is not ours.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { startMongoWire } from '../src/demo/mongo-wire/index.ts';

/** Starts this program again as the store; resolves when it listens. */
export async function forkStore(): Promise<{ port: number; stop(): Promise<void> }> {
  const child = fork(process.argv[1]!, ['--store'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [port] = (await once(child, 'message')) as [number];
  return {
    port,
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** Runs in the process that {@link forkStore} starts, until that one goes. */
export async function beStore(): Promise<void> {
  const { port, stop } = await startMongoWire();
  process.send!(port);
  await once(process, 'disconnect');
  await stop();
}
