// Basic auth: who comes in, what strangers learn, and what guessing costs.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../../src/scrape/secret.ts';
import { BasicAuth } from '../../../src/server/front-door/basic-auth.ts';
import { TokenBucket } from '../../../src/server/front-door/rate-limit.ts';
import { Verifier } from '../../../src/server/front-door/verifier.ts';
import { send } from '../send-request.ts';
import { basic, hashOf, serveWith } from './doors.ts';

function auth(): BasicAuth {
  const made = new BasicAuth();
  onTestFinished(() => made.close());
  return made;
}

const users = (entries: Record<string, string>) =>
  new Map(Object.entries(entries).map(([name, hash]) => [name, new Secret(hash)]));
const header = (name: string, password: string) => basic(name, password).authorization;

describe('basic auth', () => {
  it.each(['/', '/metrics', '/probe?target=default', '/-/healthy', '/-/ready', '/nope', '/%ff'])(
    'guards %s',
    async (path) => {
      const { url } = await serveWith({ basic_auth_users: { alice: hashOf('wonder') } });
      const ask = (headers: Record<string, string>) => send(url, { path, headers });
      const refused = await ask({});
      expect(refused.status).toBe(401);
      expect(refused.headers['www-authenticate']).toMatch(/^Basic realm=/);
      expect(refused.headers['x-frame-options']).toBe('DENY');
      expect((await ask(basic('alice', 'wrong'))).status).toBe(401);
      expect((await ask(basic('bob', 'wonder'))).status).toBe(401);
      expect((await ask(basic('alice', 'wonder'))).status).not.toBe(401);
    },
  );

  it.each([
    ['Basic', 'basic'],
    ['a colon in the password', header('alice', 'won:der')],
    ['nothing in it', 'Basic Og=='],
    ['no colon', `Basic ${Buffer.from('alice').toString('base64')}`],
    ['no base64', 'Basic %%%'],
    ['another scheme', 'Bearer abc'],
    ['an endless one', `Basic ${'YTpi'.repeat(5000)}`],
    ['names of Object', header('__proto__', 'x')],
  ])('refuses %s', async (_what, given) => {
    expect(await auth().admit(given, users({ alice: hashOf('wonder') }), '')).toBe('unknown');
  });

  it('takes the hashes of htpasswd, PHP and libxcrypt, and passwords of any letters', async () => {
    const door = auth();
    const known = users({
      php: '$2y$10$LPiOFVgoB67uauuiUFDWCeA5cf8BY0BCJx3EteAiEIsOkyb8WU8XO',
      xcrypt: '$2b$04$abcdefghijklmnopqrstuuMFdJu9yVgmagVAIC24fOZkaFqd3s9JC',
      jörg: hashOf('pässwörd:☃'),
    });
    expect(await door.admit(header('php', 'wonderland'), known, '')).toBe('welcome');
    expect(await door.admit(header('xcrypt', 'a'), known, '')).toBe('welcome');
    expect(await door.admit(header('jörg', 'pässwörd:☃'), known, '')).toBe('welcome');
  });

  it('verifies once, until the hash changes', async () => {
    const door = auth();
    const [first, second] = [hashOf('wonder', 10), hashOf('land', 4)];
    const timed = async (hash: string) => {
      const started = performance.now();
      const admission = await door.admit(header('alice', 'wonder'), users({ alice: hash }), '');
      return [admission, performance.now() - started] as const;
    };
    const [admitted, slow] = await timed(first);
    const [again, fast] = await timed(first);
    expect([admitted, again]).toEqual(['welcome', 'welcome']);
    expect(fast).toBeLessThan(slow / 5);
    expect((await timed(second))[0]).toBe('unknown');
  });

  it('takes as long for an unknown name as for a wrong password', async () => {
    const door = auth();
    const known = users({ alice: hashOf('wonder', 10) });
    await door.admit(header('alice', 'warm'), known, '');
    const timed = async (name: string) => {
      const times: number[] = [];
      for (let i = 0; i < 5; i++) {
        const started = performance.now();
        expect(await door.admit(header(name, `wrong ${i}`), known, '')).toBe('unknown');
        times.push(performance.now() - started);
      }
      return Math.min(...times);
    };
    const [wrong, unknown] = [await timed('alice'), await timed('nobody')];
    expect(unknown / wrong).toBeGreaterThan(0.5);
    expect(unknown / wrong).toBeLessThan(2);
  });

  it('leaves the event loop alone while it compares', async () => {
    const door = auth();
    const known = users({ alice: hashOf('wonder', 11) });
    await door.admit(header('alice', 'warm'), known, '');
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    for (let i = 0; i < 5; i++) await door.admit(header('alice', `wrong ${i}`), known, '');
    delay.disable();
    expect(delay.percentile(90) / 1e6).toBeLessThan(10);
  });

  it('bounds guessing, by address and in all; who is known comes in meanwhile', async () => {
    const door = auth();
    const known = users({ alice: hashOf('wonder', 9) });
    expect(await door.admit(header('alice', 'wonder'), known, 'home')).toBe('welcome');
    const guess = (i: number, from: string) =>
      door.admit(header('alice', `wrong ${i}`), known, from);
    const mine = Array.from({ length: 10 }, (_, i) => guess(i, 'one'));
    const many = Array.from({ length: 100 }, (_, i) => guess(i + 10, `address ${i}`));
    expect(await door.admit(header('alice', 'wonder'), known, 'one')).toBe('welcome');
    const count = (all: readonly string[], what: string) =>
      all.filter((one) => one === what).length;
    const [one, rest] = [await Promise.all(mine), await Promise.all(many)];
    expect([count(one, 'unknown'), count(one, 'busy')]).toEqual([4, 6]);
    expect([count(rest, 'unknown'), count(rest, 'full')]).toEqual([28, 72]);
  });

  it('answers 429 and 503 to those', async () => {
    const { url } = await serveWith({ basic_auth_users: { alice: hashOf('wonder', 9) } });
    const all = Array.from({ length: 10 }, (_, i) => send(url, { headers: basic('a', `${i}`) }));
    const statuses = (await Promise.all(all)).map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(4).fill(401), ...Array(6).fill(429)]);
    const { body } = await send(`${url}/metrics`, { headers: basic('alice', 'wonder') });
    expect(body.toString()).toContain('http_requests_total{handler="refused",code="429"} 6\n');
  });
});

describe('the thread', () => {
  it('starts with the first password, and mends itself', async () => {
    const verifier = new Verifier();
    onTestFinished(() => verifier.close());
    expect(verifier.isRunning).toBe(false);
    expect(await verifier.verify('a', hashOf('a'), '')).toBe('same');
    expect(verifier.isRunning).toBe(true);
    const waiting = verifier.verify('a', hashOf('a', 12), '');
    const failed = expect(waiting).rejects.toThrow(/has ended/);
    await verifier.close();
    await failed;
    expect(await verifier.verify('b', hashOf('a'), '')).toBe('different');
  });
});

describe('the rate limit', () => {
  it('permits a burst, then one request each interval', () => {
    let now = 0;
    const bucket = new TokenBucket({ intervalMs: 1000, burst: 3 }, () => now);
    const taken = () => Array.from({ length: 5 }, () => bucket.take()).filter(Boolean).length;
    expect(taken()).toBe(3);
    now += 999;
    expect(taken()).toBe(0);
    now += 1;
    expect(taken()).toBe(1);
    now += 3_600_000;
    expect(taken()).toBe(3);
  });

  it('answers 429 before it looks at a password', async () => {
    const { url } = await serveWith({
      rate_limit: { interval: '1h', burst: 2 },
      basic_auth_users: { alice: hashOf('wonder') },
      http_server_config: {
        headers: { 'X-Frame-Options': 'sameorigin', 'X-Content-Type-Options': '' },
      },
    });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push(await send(url, {}));
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 429]);
    expect(statuses[2]!.headers['retry-after']).toBe('1');
    expect(statuses[2]!.headers['x-frame-options']).toBe('sameorigin');
    expect(statuses[2]!.headers['x-content-type-options']).toBeUndefined();
  });
});
