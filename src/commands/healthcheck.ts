// `healthcheck`: asks the exporter that runs beside it whether it answers; for images that have no shell and no curl.
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { components } from '../components/index.ts';
import { loadConfig } from '../config/index.ts';
import { ownSurroundings } from '../lifeline/index.ts';
import type { Context } from './command.ts';
import { EXIT } from './exit-codes.ts';

const TIMEOUT_MS = 3000;

export function help(): string {
  return [
    'Usage: appsmith-exporter healthcheck [flags]',
    '',
    'Asks /-/healthy of the exporter that was started with the same flags, variables and files; 0 if it answers,',
    '1 if not. Whether Appsmith is well is another question: `serve --once` answers that one.',
  ].join('\n');
}

export async function run({ argv, env, stderr }: Context): Promise<number> {
  const config = await loadConfig({ argv, env, components });
  const { host, port } = config.listen;
  // It answers on loopback still; but nobody reaches it, and it reaches nobody.
  if (ownSurroundings('')?.connected() === false) {
    stderr.write(
      'appsmith-exporter: not healthy: cut off from the network of Appsmith’s container\n',
    );
    return EXIT.NOT_UP;
  }
  try {
    await answered(['', '0.0.0.0', '::'].includes(host) ? 'localhost' : host, port, config);
    return EXIT.OK;
  } catch (error) {
    stderr.write(`appsmith-exporter: not healthy: ${(error as Error).message}\n`);
    return EXIT.NOT_UP;
  }
}

/** Resolves with any answer but a fault: who asks for a password lives. */
function answered(
  host: string,
  port: number,
  { webConfigFile }: { webConfigFile?: string | undefined },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { host, port, path: '/-/healthy', timeout: TIMEOUT_MS };
    // Its own certificate need not be one for localhost, and nothing secret is sent.
    const sent =
      webConfigFile === undefined
        ? requestHttp(options)
        : requestHttps({ ...options, rejectUnauthorized: false });
    sent.once('response', ({ statusCode = 0 }) => {
      sent.destroy();
      if (statusCode < 500) resolve();
      else reject(new Error(`it answered ${statusCode}`));
    });
    sent.once('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    sent.once('error', (error: NodeJS.ErrnoException) => {
      // A web-config file without TLS, or one that wants the client's certificate: there is life behind it.
      if (/^(EPROTO|ERR_SSL)/.test(error.code ?? '')) resolve();
      else reject(error);
    });
    sent.end();
  });
}
