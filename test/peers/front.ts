// Starts a real Caddy as people meet Appsmith's front door: with any certificate, and any page for what is not routed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate } from './certificates.ts';
import { accepts, type Peer, startPeer } from './process.ts';

export interface FrontOptions {
  /** Base addresses of what stands behind it. */
  readonly backend: string;
  readonly rts?: string;
  /** Serves TLS, and so HTTP/2, with it. */
  readonly certificate?: Certificate;
  /** Whose certificate a client gets that asks for none by name, as one does that goes to an address. */
  readonly name?: string;
  /** The page; Appsmith's own unless given. */
  readonly page?: string;
}

/** As Appsmith's is built, in short. */
export const APPSMITH_PAGE =
  '<!doctype html><html lang="en"><head><title>Appsmith</title></head><body><div id="root"></div></body></html>';

/** Starts it on a free port of 127.0.0.1. */
export function startFront(options: FrontOptions): Promise<Peer> {
  return startPeer('front', (port, dir) => {
    const { certificate, page = APPSMITH_PAGE } = options;
    writeFileSync(join(dir, 'index.html'), page);
    if (certificate) writeFileSync(join(dir, 'cert.pem'), certificate.cert);
    if (certificate) writeFileSync(join(dir, 'key.pem'), certificate.key);
    const url = `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`;
    writeFileSync(join(dir, 'Caddyfile'), caddyfile(dir, port, options));
    return {
      command: 'caddy',
      args: ['run', '--config', join(dir, 'Caddyfile'), '--adapter', 'caddyfile'],
      // It keeps what it makes up for itself in its own folder.
      env: { XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir },
      ready: () => accepts(port),
      url,
    };
  });
}

function caddyfile(dir: string, port: number, options: FrontOptions): string {
  const { backend, rts, certificate, name = 'localhost' } = options;
  return [
    '{',
    '  admin off',
    '  auto_https off',
    `  default_sni ${name}`,
    '}',
    `${certificate ? 'https' : 'http'}://:${port} {`,
    certificate ? `  tls ${dir}/cert.pem ${dir}/key.pem` : '',
    '  @backend path /api/* /oauth2/* /login/*',
    `  handle @backend {\n    reverse_proxy ${backend}\n  }`,
    rts ? `  handle /rts/* {\n    reverse_proxy ${rts}\n  }` : '',
    '  handle /static/* {\n    error 404\n  }',
    `  handle {\n    root * ${dir}\n    try_files /index.html\n    file_server\n  }`,
    '  handle_errors {\n    respond "{http.error.status_code} {http.error.status_text}"\n  }',
    '}',
    '',
  ].join('\n');
}
