// `demo --container`: the embedded Appsmith in the place of Appsmith's image, without an exporter.
import { once } from 'node:events';
import { readDockerEnv } from '../config/docker-env.ts';
import { readUtf8 } from '../config/files.ts';
import { resolvePlaceholders } from '../config/placeholder.ts';
import type { Incident, Step } from '../demo/incidents/index.ts';
import type { Context } from './command.ts';
import { EXIT } from './exit-codes.ts';

export interface ContainerFlags {
  readonly stacks: string;
  readonly storesHost: string;
  readonly seed: number;
  readonly incident: Incident | undefined;
}

export async function demoContainer(context: Context, flags: ContainerFlags): Promise<number> {
  const { startContained } = await import('../demo/container/appsmith.ts');
  const { containerSettings } = await import('../demo/container/settings.ts');
  const { prepareStacks, showLife } = await import('../demo/container/stacks.ts');
  const { playLive } = await import('../demo/incidents/index.ts');
  const { stdout, signal } = context;
  await prepareStacks(flags.stacks);
  const settings = containerSettings(await variables(context, flags.stacks));
  const appsmith = await startContained({ ...settings, ...flags });
  const stopLife = showLife(flags.stacks);
  stdout.write(`${summary(settings)}\n`);
  const tell = ({ at, say }: Step) => stdout.write(`  ${at.padEnd(8)} ${say}\n`);
  const endPlay = flags.incident ? playLive(appsmith, flags.incident, tell) : () => {};
  try {
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    endPlay();
    stopLife();
    await appsmith.stop();
  }
  return EXIT.OK;
}

/** docker.env, and over it the container's environment, as Appsmith's start script and Spring leave them. */
async function variables(
  { env }: Context,
  stacks: string,
): Promise<Record<string, string | undefined>> {
  const file = (await readDockerEnv(stacks, readUtf8)).variables;
  const held = {
    ...Object.fromEntries([...file].map(([name, { value }]) => [name, value])),
    ...env,
  };
  const lookup = (name: string) => held[name];
  const password = resolvePlaceholders(held.APPSMITH_INTERNAL_PASSWORD ?? '', lookup);
  if (password === undefined)
    throw new Error('APPSMITH_INTERNAL_PASSWORD names a variable that is not set');
  return { ...held, APPSMITH_INTERNAL_PASSWORD: password };
}

function summary(settings: {
  readonly mongo: object | undefined;
  readonly redis: boolean;
  readonly internalPassword: string | undefined;
  readonly exposed: boolean;
  readonly histograms: boolean;
}): string {
  const words = [
    `MongoDB ${settings.mongo ? 'inside' : 'elsewhere'}`,
    `Redis ${settings.redis ? 'inside' : 'elsewhere'}`,
    `actuator ${settings.internalPassword === undefined ? '401' : settings.exposed ? 'open' : '404'}`,
    `buckets ${settings.histograms ? 'on' : 'off'}`,
  ];
  return `An embedded Appsmith in the place of the real one: ${words.join(', ')}`;
}
