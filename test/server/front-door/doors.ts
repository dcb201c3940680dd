// The real server behind a web-config file that a test writes, and requests over TLS.
import { writeFileSync } from 'node:fs';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import bcrypt from 'bcryptjs';
import { readWebConfig } from '../../../src/config/web-config/index.ts';
import type { ServerOptions } from '../../../src/server/index.ts';
import { fake, fakeTarget, serve } from '../fakes.ts';
import type { RawResponse } from '../send-request.ts';
import { folder } from './certificates.ts';

/** Cheap hashes: 1 ms each. */
export const hashOf = (password: string, cost = 4): string => bcrypt.hashSync(password, cost);

export const basic = (name: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});

/** A server with this web-config, in JSON, which is YAML; `write` changes the file, `reload` is SIGHUP. */
export async function serveWith(
  webConfig: object,
  options: Partial<ServerOptions> & { dir?: string; checkEveryMs?: number } = {},
) {
  const { dir = folder(), checkEveryMs = 3_600_000, ...rest } = options;
  const path = join(dir, 'web.yml');
  const write = (next: object | string) =>
    writeFileSync(path, typeof next === 'string' ? next : JSON.stringify(next));
  write(webConfig);
  const web = { initial: await readWebConfig(path), read: () => readWebConfig(path), checkEveryMs };
  const server = await serve([fakeTarget('default', [fake('redis')])], { web, ...rest });
  return { ...server, path, write };
}

/** One HTTPS request on a connection of its own, unless `agent` says otherwise. */
export function sendTls(url: string, options: RequestOptions = {}): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(url, { agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, headers, body: Buffer.concat(chunks) });
      });
    });
    sent.once('error', reject);
    sent.end();
  });
}
