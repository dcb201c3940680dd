// The Docker engine as its command line shows it: commands, containers, what they say about themselves.
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { needThat } from '../../peers/need.ts';

const execute = promisify(execFile);

/** Skips with a line that says what to install, and fails on CI. */
export const needEngine = (): boolean =>
  needThat(
    engineAnswers(),
    'a Docker engine with compose',
    'https://docs.docker.com/engine/install/',
  );

/** False without an engine that answers, or without compose. */
export function engineAnswers(): boolean {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore', timeout: 20_000 });
    execFileSync('docker', ['compose', 'version'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/** Standard output; throws with what the command said if it fails. */
export async function docker(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<string> {
  const env = { ...process.env, ...options.env };
  const limits = { maxBuffer: 64 << 20, timeout: 280_000 };
  try {
    const { stdout } = await execute('docker', [...args], { ...limits, ...options, env });
    return stdout;
  } catch (error) {
    const { stderr, stdout } = error as { stderr?: string; stdout?: string };
    throw new Error(`docker ${args.join(' ')}: ${stderr}${stdout}`, { cause: error });
  }
}

export interface Container {
  readonly Id: string;
  readonly Created: string;
  readonly RestartCount: number;
  readonly State: {
    readonly Pid: number;
    readonly Running: boolean;
    readonly ExitCode: number;
    readonly StartedAt: string;
    readonly Health?: { readonly Status: string };
  };
  readonly Config: { readonly User: string; readonly Env: readonly string[] | null };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[] | null;
    readonly Memory: number;
    readonly RestartPolicy: { readonly Name: string };
  };
  readonly NetworkSettings: {
    readonly Ports: Readonly<
      Record<string, readonly { HostIp: string; HostPort: string }[] | null>
    >;
  };
}

export async function inspect(id: string): Promise<Container> {
  return (JSON.parse(await docker(['inspect', id])) as Container[])[0]!;
}

/** Asks until the answer is not undefined or a throw; fails with the last error after `seconds`. */
export async function eventually<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  let last: unknown;
  while (performance.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`not within ${seconds} s: ${what}${last ? ` (${(last as Error).message})` : ''}`);
}
