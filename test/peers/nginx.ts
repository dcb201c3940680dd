// Starts a real NGINX with its status page, as somebody would turn it on in an older image of Appsmith.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { need } from './need.ts';
import { httpStatus, type Peer, startPeer } from './process.ts';

/** `url` is the front door's; the status page is at `/stub_status`. */
export type Nginx = Peer;

export const needNginx = (): boolean => need('nginx', 'apt-get install nginx-light');

export function startNginx(): Promise<Nginx> {
  return startPeer('nginx', (port, dir) => {
    const file = join(dir, 'nginx.conf');
    writeFileSync(file, configuration(port, dir));
    const url = `http://127.0.0.1:${port}`;
    return {
      command: 'nginx',
      args: ['-p', dir, '-e', `${dir}/error.log`, '-c', file],
      ready: async () => (await httpStatus(`${url}/stub_status`)) === 200,
      url,
    };
  });
}

function configuration(port: number, dir: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
master_process off;
pid ${dir}/nginx.pid;
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${dir}/${name};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    location /stub_status { stub_status; }
    location / { return 200 "page"; }
  }
}
`;
}
