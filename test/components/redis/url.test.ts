// The URL forms of a Redis: what each means, what is the same store, and that no address shows a secret.
import { describe, expect, it } from 'vitest';
import {
  addressOf,
  isLoopback,
  parseStoreUrl,
  sameStore,
} from '../../../src/components/redis/url.ts';

const parse = (text: string) => {
  const url = parseStoreUrl(text);
  if (!url) throw new Error(`unreadable: ${text}`);
  return url;
};

describe('parseStoreUrl', () => {
  it.each([
    ['redis://127.0.0.1:6379', 'redis://127.0.0.1:6379'],
    ['redis://redis', 'redis://redis:6379'],
    ['redis://', 'redis://127.0.0.1:6379'],
    [' REDIS://Host:7000/ ', 'redis://Host:7000'],
    ['rediss://user:pass@cache.example:6380/3', 'rediss://cache.example:6380/3'],
    ['redis+tls://h', 'rediss://h:6379'],
    ['redis://[::1]:6380/1', 'redis://[::1]:6380/1'],
    ['redis://h?database=4', 'redis://h:6379/4'],
    ['redis-sentinel://:pw@a:26380,b,c/2#main', 'redis-sentinel://a:26380,b:26379,c:26379/2#main'],
    ['redis+sentinel://a/mymaster', 'redis-sentinel://a:26379#mymaster'],
    ['redis+sentinel://a/other/1', 'redis-sentinel://a:26379#other'],
    ['rediss-sentinel://a/0?sentinelMasterId=x', 'rediss-sentinel://a:26379#x'],
    ['redis-cluster://a:7000,b:7001', 'redis-cluster://a:7000,b:7001'],
    ['redis-cluster://clustercfg.example', 'redis-cluster://clustercfg.example:6379'],
    ['redis://a:7000,b', 'redis-cluster://a:7000,b:6379'],
  ])('%s is %s', (text, address) => {
    expect(addressOf(parse(text))).toBe(address);
  });

  it.each([
    ['redis://:secret@h', undefined, 'secret'],
    ['redis://secret@h', undefined, 'secret'],
    ['redis://user:secret@h', 'user', 'secret'],
    ['redis://us%40er:s%2Fe%25t@h', 'us@er', 's/e%t'],
    ['redis://:p@ss/w#d?@h:1/2', undefined, 'p@ss/w#d?'],
    ['redis://:100%@h', undefined, '100%'],
    ['redis://user:@h', 'user', undefined],
    ['redis://h', undefined, undefined],
  ])('%s holds the credentials %s %s', (text, username, password) => {
    const url = parse(text);
    expect([url.username, url.password]).toEqual([username, password]);
    if (password) expect(addressOf(url)).not.toContain(password);
    expect(url.endpoints[0]?.host).toBe('h');
  });

  it.each([
    'http://h',
    'mongodb://h',
    'redis:/h',
    'redis://h:99999',
    'redis://h:0',
    'redis://h:x',
    'redis://a,b:y',
    'h:6379',
    '',
  ])('%s is no Redis URL', (text) => expect(parseStoreUrl(text)).toBeUndefined());

  it('reads verifyPeer', () => {
    expect(parse('rediss://h').verify).toBe('full');
    expect(parse('rediss://h?verifyPeer=CA').verify).toBe('ca');
    expect(parse('rediss://h?verifyPeer=NONE').verify).toBe('none');
  });
});

describe('sameStore', () => {
  it.each([
    ['redis://127.0.0.1:6379', 'redis://localhost', true],
    ['redis://user:a@h/0', 'rediss://:b@H:6379', true],
    ['redis-cluster://a,b', 'redis-cluster://b:6379,a', true],
    ['redis://h', 'redis://h:6380', false],
    ['redis://h', 'redis://h/1', false],
    ['redis://a', 'redis://b', false],
    ['redis-sentinel://a#x', 'redis-sentinel://a#y', false],
  ])('%s and %s: %s', (a, b, same) => expect(sameStore(parse(a), parse(b))).toBe(same));
});

it('knows loopback', () => {
  expect(isLoopback(parse('redis://localhost'))).toBe(true);
  expect(isLoopback(parse('redis://127.0.0.1:1'))).toBe(true);
  expect(isLoopback(parse('redis://[::1]'))).toBe(true);
  expect(isLoopback(parse('redis://redis'))).toBe(false);
});
