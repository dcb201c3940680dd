// HTTP to an upstream: kept connections, a stale one tried again, bounded and truncated bodies.
import { describe, expect, it, onTestFinished } from 'vitest';
import { reasonOf } from '../../src/scrape/errors.ts';
import { discard, HttpClient, readText } from '../../src/scrape/http.ts';
import { Secret } from '../../src/scrape/secret.ts';
import { answer, upstream } from '../support/http.ts';

const { signal } = new AbortController();

function client(url: string, options: Partial<ConstructorParameters<typeof HttpClient>[0]> = {}) {
  const http = new HttpClient({ url, ...options });
  onTestFinished(() => http.close());
  return http;
}

/** An upstream that counts its connections. */
async function counting(listener: Parameters<typeof upstream>[0]) {
  const seen = new Set<unknown>();
  const url = await upstream((request, response) => {
    seen.add(request.socket);
    listener(request, response);
  });
  return { url, connections: () => seen.size };
}

describe('HttpClient', () => {
  it('keeps its connection over answers that are read and answers that are discarded', async () => {
    const { url, connections } = await counting(answer(404, 'text/html', '<p>none</p>'));
    const http = client(url);
    for (let i = 0; i < 3; i++) {
      const response = await http.request('/', { signal });
      if (i % 2) await readText(response);
      else {
        discard(response);
        await new Promise((resolve) => response.body.once('close', resolve));
      }
    }
    expect(connections()).toBe(1);
  });

  it('gives up the connection of a large answer that nobody wants', async () => {
    const { url, connections } = await counting(answer(200, 'text/html', 'x'.repeat(1 << 20)));
    const http = client(url);
    for (let i = 0; i < 2; i++) {
      const response = await http.request('/', { signal });
      discard(response);
      await new Promise((resolve) => response.body.once('close', resolve));
    }
    expect(connections()).toBe(2);
  });

  it('asks again when a kept connection had died meanwhile', async () => {
    let asked = 0;
    const { url } = await counting((request, response) => {
      asked++;
      if (asked === 2) request.socket.destroy();
      else answer(200, 'text/plain', 'ok')(request, response);
    });
    const http = client(url, { maxSockets: 1 });
    await readText(await http.request('/', { signal }));
    expect(await readText(await http.request('/', { signal }))).toBe('ok');
    expect(asked).toBe(3);
  });

  it('sends basic auth, and shows the password nowhere', async () => {
    const url = await upstream((request, response) =>
      answer(200, 'text/plain', request.headers.authorization ?? '')(request, response),
    );
    const http = client(url, { basicAuth: { user: '', password: new Secret('pass:word') } });
    const text = await readText(await http.request('/', { signal }));
    expect(Buffer.from(text.split(' ')[1]!, 'base64').toString()).toBe(':pass:word');
  });

  it('ends a request when its signal fires, and sends none when it has fired', async () => {
    const { url, connections } = await counting(() => {});
    const http = client(url);
    const given = new AbortController();
    const waiting = http.request('/', { signal: given.signal }).catch((e) => e);
    await expect.poll(connections).toBe(1);
    given.abort();
    expect(reasonOf(await waiting)).toBe('timeout');
    const late = await http.request('/', { signal: given.signal }).catch((e) => e);
    expect(reasonOf(late)).toBe('timeout');
    expect(connections()).toBe(1);
  });

  it('a signal that fires afterwards costs the connection nothing', async () => {
    const { url, connections } = await counting(answer(200, 'text/plain', 'ok'));
    const http = client(url);
    for (let i = 0; i < 3; i++) {
      const given = new AbortController();
      const response = await http.request('/', { signal: given.signal });
      const closed = new Promise((resolve) => response.body.once('close', resolve));
      await readText(response);
      given.abort();
      await closed;
    }
    expect(connections()).toBe(1);
  });

  it('does not follow redirects', async () => {
    const url = await upstream((_, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/' });
      response.end();
    });
    expect((await client(url).request('/', { signal })).status).toBe(302);
  });
});

describe('readText', () => {
  it('refuses what is too large', async () => {
    const http = client(await upstream(answer(200, 'text/plain', 'x'.repeat(2000))));
    const error = await readText(await http.request('/', { signal }), 1000).catch((e) => e);
    expect(reasonOf(error)).toBe('too_large');
  });

  it.each([
    ['a length that is not reached', { 'content-length': '100' }],
    ['chunks without an end', {}],
  ])('calls %s truncated', async (_, headers) => {
    const url = await upstream((_request, response) => {
      response.writeHead(200, headers);
      response.write('half', () => response.socket?.destroy());
    });
    const response = await client(url).request('/', { signal });
    const error = await readText(response).catch((e) => e);
    expect(reasonOf(error)).toBe('truncated');
  });

  it('calls an answer truncated that had closed before anybody read it', async () => {
    const http = client(await upstream(answer(200, 'text/plain', 'x'.repeat(1 << 20))));
    const response = await http.request('/', { signal });
    const closed = new Promise((resolve) => response.body.once('close', resolve));
    response.body.destroy();
    await closed;
    const error = await readText(response).catch((e) => e);
    expect(reasonOf(error)).toBe('truncated');
  });

  it('reads an answer of nothing', async () => {
    const http = client(await upstream(answer(200, 'text/plain', '')));
    expect(await readText(await http.request('/', { signal }))).toBe('');
  });
});
