// Speaks to a Redis in raw bytes, so that a real server and the stand-in can be compared without a driver between.
import { connect } from 'node:net';

/** Sends the commands one after the other on one connection; the raw reply to each. */
export async function conversation(
  port: number,
  commands: readonly (readonly string[])[],
): Promise<string[]> {
  const socket = connect({ port, host: '127.0.0.1' });
  const replies: string[] = [];
  try {
    for (const command of commands) {
      socket.write(request(command));
      replies.push(await reply(socket));
    }
  } finally {
    socket.destroy();
  }
  return replies;
}

export function request(parts: readonly string[]): string {
  const bulks = parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
  return `*${parts.length}\r\n${bulks.join('')}`;
}

async function reply(socket: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    const settle = (action: () => void) => {
      socket.off('data', onData);
      socket.off('error', reject);
      socket.off('close', onClose);
      action();
    };
    const onData = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (end(text, 0) === text.length) settle(() => resolve(text));
    };
    const onClose = () => settle(() => reject(new Error(`closed after ${JSON.stringify(text)}`)));
    socket.on('data', onData);
    socket.once('error', reject);
    socket.once('close', onClose);
  });
}

/** Where the reply that begins at `at` ends, or −1 if it is not complete. */
function end(text: string, at: number): number {
  const line = text.indexOf('\r\n', at);
  if (line < 0) return -1;
  const n = Number(text.slice(at + 1, line));
  const kind = text[at] ?? '';
  if ('$='.includes(kind)) return n < 0 ? line + 2 : line + 2 + n + 2;
  if (!'*%'.includes(kind)) return line + 2;
  let position = line + 2;
  for (let i = 0; i < n * (kind === '%' ? 2 : 1) && position >= 0; i++)
    position = end(text, position);
  return position;
}

/** A reply without its values: kinds and structure, and of errors the code. */
export function shapeOf(reply: string): string {
  return reply
    .split('\r\n')
    .map((line) => {
      if (line.startsWith('-')) return line.split(' ')[0];
      return /^[*%$=:]-?\d+$/.test(line) ? line.replace(/^([$=:])\d+$/, '$1n') : line;
    })
    .join('\n');
}
