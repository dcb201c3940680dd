// `provision`: puts everything that the compose stack is started with into its volumes, and makes its secrets once.
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Context, UsageError } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { run as generate } from './generate.ts';

/** Where the compose stack mounts the user's observability.yml; empty if there is none. */
const SETTINGS = '/etc/appsmith-observability/observability.yml';
const PASSWORD_FILE = 'grafana-admin-password';
/** Not a word of it can be mistaken on a screen; 143 bits. */
const PASSWORD_BYTES = 18;

export function help(): string {
  return [
    'Usage: appsmith-exporter provision BUNDLE SECRETS',
    '',
    'For the compose stack: writes the bundle and what Prometheus, Alertmanager and Grafana are started with into',
    `the folder BUNDLE, by the settings of ${SETTINGS} if it is there,`,
    'and makes a password for Grafana’s admin in the folder SECRETS unless there is one.',
  ].join('\n');
}

export async function run(context: Context): Promise<number> {
  const [bundle, secrets, ...more] = context.argv;
  if (bundle === undefined || secrets === undefined || more.length > 0) {
    throw new UsageError('provision: needs two folders; see provision --help');
  }
  const code = await generate({
    ...context,
    argv: [...(await settings()), '--output', bundle],
  });
  if (code === EXIT.OK) await password(join(secrets, PASSWORD_FILE), context);
  return code;
}

/** No file and an empty one (`/dev/null`) are the settings as shipped. */
async function settings(): Promise<string[]> {
  const text = await readFile(SETTINGS, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    if (error.code === 'EISDIR') {
      // An engine makes a folder where the source of a mount does not exist.
      const what = 'the file that APPSMITH_OBSERVABILITY_CONFIG names was not there';
      throw new UsageError(
        `provision: ${what}, and Docker made a folder of it: remove that folder`,
      );
    }
    throw new UsageError(`provision: ${SETTINGS} cannot be read: ${error.message}`);
  });
  return text.trim() === '' ? [] : ['--config', SETTINGS];
}

/** Readable for Grafana's own user: the folder is a volume that nothing else mounts. */
async function password(path: string, { stdout }: Context): Promise<void> {
  const text = randomBytes(PASSWORD_BYTES).toString('base64url');
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o444 });
    stdout.write(`${path}: a password for Grafana’s user admin, made just now\n`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    stdout.write(`${path}: Grafana’s password is as it was\n`);
  }
}
