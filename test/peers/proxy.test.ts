// The faulty proxy itself: each fault is what its name says, and healing makes it a plain proxy again.
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Fault, startProxy } from './proxy.ts';

/** An echo server behind a proxy. */
async function echo() {
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      asked.push(chunk.toString());
      socket.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = await startProxy({ to: (server.address() as { port: number }).port });
  onTestFinished(async () => {
    await proxy.stop();
    server.close();
  });
  return { proxy, asked };
}

/** Sends `hello` and tells what came back within 100 ms and how the connection ended. */
function say(port: number): Promise<{ answer: string; end: string; socket: Socket }> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    const done = (end: string) => resolve({ answer, end, socket });
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? ''));
    socket.once('end', () => done('FIN'));
    socket.write('hello');
    setTimeout(() => done('open'), 100);
  });
}

describe('the faulty proxy', () => {
  const cases: [Fault, { answer: string; end: string }, asked: number][] = [
    [{ kind: 'none' }, { answer: 'hello', end: 'open' }, 1],
    [{ kind: 'refuse' }, { answer: '', end: 'ECONNREFUSED' }, 0],
    [{ kind: 'reset' }, { answer: '', end: 'ECONNRESET' }, 0],
    [{ kind: 'half-open' }, { answer: '', end: 'open' }, 0],
    [{ kind: 'mute' }, { answer: '', end: 'open' }, 1],
    [{ kind: 'trickle', everyMs: 1000 }, { answer: 'h', end: 'open' }, 1],
    [{ kind: 'cut', afterBytes: 2 }, { answer: 'he', end: 'FIN' }, 1],
    [{ kind: 'delay', ms: 1000 }, { answer: '', end: 'open' }, 1],
    [{ kind: 'corrupt', fromByte: 3 }, { answer: 'hel\x93\x90', end: 'open' }, 1],
    [
      { kind: 'impostor', serve: (socket) => void socket.end('no') },
      { answer: 'no', end: 'FIN' },
      0,
    ],
  ];
  it.each(cases)('%o', async (fault, expected, arrived) => {
    const { proxy, asked } = await echo();
    await proxy.fault(fault);
    const { answer, end } = await say(proxy.port);
    expect({ answer, end }).toEqual(expected);
    expect(asked).toHaveLength(arrived);
    await proxy.heal();
    expect(await say(proxy.port)).toMatchObject({ answer: 'hello', end: 'open' });
  });

  it('counts what is open, and resets what lost bytes when it is healed', async () => {
    const { proxy } = await echo();
    const kept = await say(proxy.port);
    await proxy.fault({ kind: 'mute' });
    const muted = await say(proxy.port);
    expect(proxy.connections()).toBe(2);
    const reset = new Promise((resolve) => muted.socket.once('error', resolve));
    await proxy.heal();
    expect(await reset).toMatchObject({ code: 'ECONNRESET' });
    expect(kept.socket.destroyed).toBe(false);
    await expect.poll(() => proxy.connections()).toBe(1);
    expect(proxy.accepted()).toBe(2);
    kept.socket.destroy();
    await expect.poll(() => proxy.connections()).toBe(0);
  });
});
