// The MongoDB of the Spring peer's own health check, and an RTS, in a process of their own so that their cost is not ours.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startMongoWire } from '../src/demo/mongo-wire/index.ts';

interface Ports {
  readonly mongo: number;
  readonly rts: number;
}

/** Starts this program again as the store; resolves when it listens. */
export async function forkStore(): Promise<Ports & { stop(): Promise<void> }> {
  const child = fork(process.argv[1]!, ['--store'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [ports] = (await once(child, 'message')) as [Ports];
  return {
    ...ports,
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** Runs in the process that {@link forkStore} starts, until that one goes. */
export async function beStore(): Promise<void> {
  const wire = await startMongoWire();
  const rts = createServer((_, response) => {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end('{"success":true}');
  }).listen(0, '127.0.0.1');
  await once(rts, 'listening');
  const ports: Ports = { mongo: wire.port, rts: (rts.address() as AddressInfo).port };
  process.send!(ports);
  await once(process, 'disconnect');
  rts.close();
  rts.closeAllConnections();
  await wire.stop();
}
