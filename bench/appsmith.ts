// The embedded Appsmith in a process of its own, for the parts that have no real server here: its cost is not ours.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { startAppsmith } from '../src/demo/appsmith.ts';

/** Starts this program again as the Appsmith; gives what an exporter beside it needs. */
export async function forkAppsmith() {
  const child = fork(process.argv[1]!, ['--appsmith'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [env] = (await once(child, 'message')) as [Readonly<Record<string, string>>];
  return {
    env,
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** Runs in the process that {@link forkAppsmith} starts, until that one goes. */
export async function beAppsmith(): Promise<void> {
  const appsmith = await startAppsmith();
  process.send!(appsmith.env);
  await once(process, 'disconnect');
  await appsmith.stop();
}
