// A forward proxy of our own: CONNECT to one place whatever was asked for, with a password if it is to have one.
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ForwardProxy {
  readonly port: number;
  /** What clients asked to be connected to. */
  readonly asked: string[];
  /** Tunnels that are open now. */
  open(): number;
  stop(): void;
}

export interface ForwardProxyOptions {
  /** Where every tunnel really leads, on 127.0.0.1. */
  readonly to: number;
  /** `user:password`. */
  readonly credentials?: string;
  /** Answers with this instead of a tunnel. */
  readonly refuse?: number;
}

export async function startForwardProxy(options: ForwardProxyOptions): Promise<ForwardProxy> {
  const { to, credentials, refuse } = options;
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(400).end());
  server.on('connect', ({ url = '', headers }: IncomingMessage, client: Socket) => {
    asked.push(url);
    client.on('error', () => {});
    const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
    const status = refuse ?? (wanted && headers['proxy-authorization'] !== wanted ? 407 : 200);
    if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
    const there = connect(to, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(there).pipe(client);
    });
    open.add(client);
    client.once('close', () => open.delete(client) && there.destroy());
    there.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    for (const socket of open) socket.destroy();
    server.closeAllConnections();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, asked, open: () => open.size, stop };
}
