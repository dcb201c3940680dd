// What a client is told whose bytes are no request, or too large, or too late.
import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

const STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers with a status and ends the connection; in the middle of another answer it only ends it. */
export function refuseBroken(server: Server): void {
  const answering = new WeakMap<Socket, number>();
  const count = (socket: Socket, by: number) =>
    answering.set(socket, (answering.get(socket) ?? 0) + by);
  server.prependListener('request', ({ socket }, response) => {
    count(socket, 1);
    response.once('close', () => count(socket, -1));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || (answering.get(socket) ?? 0) > 0) return void socket.destroy();
    socket.end(answer(STATUS[error.code ?? ''] ?? 400), () => socket.destroy());
  });
}

function answer(status: number): string {
  const body = `${STATUS_CODES[status]?.toLowerCase()}\n`;
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${body.length}`,
    'X-Content-Type-Options: nosniff',
    'X-Frame-Options: DENY',
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    'Cache-Control: no-store',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
