// How a proxy's address and NO_PROXY are read.
import { describe, expect, it } from 'vitest';
import { isLeftOut, parseProxy } from '../../../src/components/cloud-services/proxy.ts';
import { Secret } from '../../../src/scrape/secret.ts';

const parsed = (text: string) => {
  const proxy = parseProxy(new Secret(text));
  return proxy && { ...proxy, authorization: proxy.authorization?.reveal() };
};
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('a proxy’s address', () => {
  it.each([
    ['http://1.2.3.4:8080', { host: '1.2.3.4', port: 8080 }],
    ['http://proxy.example:80/', { host: 'proxy.example', port: 80 }],
    ['http://me:pa%2Fss@proxy:123', { host: 'proxy', port: 123, authorization: basic('me:pa/ss') }],
    ['http://me@proxy:123', { host: 'proxy', port: 123, authorization: basic('me:') }],
    ['http://me:100%@proxy:123', { host: 'proxy', port: 123, authorization: basic('me:100%') }],
  ])('%s', (text, expected) => {
    expect(parsed(text)).toEqual({ authorization: undefined, ...expected });
  });

  it.each(['https://proxy:3128', 'http://proxy', 'socks5://proxy:1080', 'http://proxy:3128/path'])(
    '%s is none to Appsmith',
    (text) => expect(parsed(text)).toBeUndefined(),
  );
});

describe('NO_PROXY', () => {
  it.each([
    ['', false],
    ['localhost,127.0.0.1', false],
    ['localhost, CS.appsmith.com', true],
    ['*.appsmith.com', true],
    ['.appsmith.com', true],
    ['appsmith.com', false],
    ['cs.*', true],
    ['*', true],
    [',,', false],
  ])('%o leaves it out: %s', (noProxy, left) => {
    expect(isLeftOut('cs.appsmith.com', noProxy)).toBe(left);
  });
});
