// Starts a real Caddy in front of given upstreams, routed as Appsmith routes: the installed one, or another binary.
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { need } from './need.ts';
import { freePort, type Peer, startPeer } from './process.ts';

export interface CaddyOptions {
  /** Base addresses; a part that is not given refuses. */
  readonly backend?: string;
  readonly rts?: string;
  /** Whether HTTP requests are counted, as Appsmith's newer Caddyfile has it. Default true. */
  readonly metrics?: boolean;
  /**
   * Host names of the site. With them Caddy counts a request once, by the handler `subroute`; without, as on
   * Appsmith's port 80, once for each handler on the way. Default: none.
   */
  readonly hosts?: readonly string[];
  /** Default: `caddy` in PATH. */
  readonly binary?: string;
}

/** `url` is the admin endpoint's. */
export interface Caddy extends Peer {
  /** The front door. */
  readonly frontUrl: string;
}

export const needCaddy = (): boolean => need('caddy', 'apt-get install caddy');

export async function startCaddy(options: CaddyOptions = {}): Promise<Caddy> {
  let frontUrl = '';
  const peer = await startPeer('caddy', async (port, dir) => {
    const [front, nobody] = await Promise.all([freePort(), freePort()]);
    frontUrl = `http://127.0.0.1:${front}`;
    mkdirSync(join(dir, 'www'));
    writeFileSync(join(dir, 'www/index.html'), '<title>Appsmith</title><div id="root"></div>');
    const file = join(dir, 'Caddyfile');
    writeFileSync(file, caddyfile(options, { port, front, nobody, dir }));
    const url = `http://127.0.0.1:${port}`;
    return {
      command: options.binary ?? 'caddy',
      args: ['run', '--config', file, '--adapter', 'caddyfile'],
      env: { HOME: dir, XDG_CONFIG_HOME: dir, XDG_DATA_HOME: dir },
      ready: async () => (await askAdmin(`${url}/metrics`)) === 200,
      url,
      // Asked to end, it waits for requests that hang.
      stopSignal: 'SIGKILL',
    };
  });
  return { ...peer, frontUrl };
}

/**
 * The status that the admin endpoint answers. Not by `fetch`: it says that it comes from a page (Sec-Fetch-Mode), and
 * the newest Caddy refuses pages.
 */
export function askAdmin(url: string, method = 'GET', body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const asked = request(url, { method, headers, timeout: 1000 }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.once('error', reject);
    asked.once('timeout', () => asked.destroy(new Error('no answer')));
    asked.end(body);
  });
}

interface Place {
  readonly port: number;
  readonly front: number;
  /** A port that refuses. */
  readonly nobody: number;
  readonly dir: string;
}

function caddyfile(options: CaddyOptions, { port, front, nobody, dir }: Place): string {
  const { backend = `http://127.0.0.1:${nobody}`, rts = `http://127.0.0.1:${nobody}` } = options;
  const { hosts = [''], metrics = true } = options;
  return `{
  admin 127.0.0.1:${port}
  auto_https off
  ${metrics ? 'servers {\n    metrics\n  }' : ''}
}
${hosts.map((host) => `http://${host}:${front}`).join(' ')} {
  header {
    -Server
    X-Content-Type-Options nosniff
  }
  request_body {
    max_size 150MB
  }
  root * ${dir}/www
  handle /static/* {
    error 404
  }
  handle /rts/* {
    reverse_proxy ${rts}
  }
  @backend path /api/* /oauth2/* /login/*
  handle @backend {
    reverse_proxy ${backend}
  }
  handle {
    rewrite * /index.html
    file_server
  }
  handle_errors {
    respond "{http.error.status_code}"
  }
}
`;
}
