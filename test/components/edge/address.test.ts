// Which address is the front door's, from what is said where; and that a guessed one is not insisted on.
import { describe, expect, it, onTestFinished } from 'vitest';
import { edge } from '../../../src/components/edge/index.ts';
import { supervisord } from '../../../src/components/supervisord/index.ts';
import type { Component, Configured, Origin, Settings } from '../../../src/scrape/component.ts';
import { Target } from '../../../src/scrape/target.ts';
import { settingsOf } from '../../support/component.ts';
import { answer, refusedUrl, upstream } from '../../support/http.ts';

type Given = Record<string, readonly [value: string, kind: Origin['kind']]>;

function configured(given: Given): Configured {
  const rest = settingsOf(edge);
  const said = (key: string) => {
    const [value, kind] = given[key] ?? [];
    return value === undefined || kind === undefined
      ? undefined
      : { value, origin: { kind, where: key } };
  };
  const settings: Settings = {
    ...rest,
    url: (key) => said(key) ?? rest.url(key),
    string: (key) => said(key) ?? rest.string(key),
  };
  return edge.configure(settings, {}) as Configured;
}

describe('the address of the front door', () => {
  it.each([
    ['nothing is said', {}, 'http://127.0.0.1:80'],
    ['the environment says it', { url: ['https://a.example', 'env'] }, 'https://a.example'],
    ['Appsmith has a domain', { custom_domain: ['a.example', 'docker.env'] }, 'https://a.example'],
    [
      'a domain, and what the add-on sets for everybody',
      { url: ['http://localhost', 'env'], custom_domain: ['a.example', 'docker.env'] },
      'https://a.example',
    ],
    [
      'a domain, and an address that is not loopback’s',
      { url: ['https://b.example', 'env'], custom_domain: ['a.example', 'docker.env'] },
      'https://b.example',
    ],
    [
      'a domain, and a loopback address that somebody set',
      { url: ['http://127.0.0.1', 'env'], custom_domain: ['a.example', 'docker.env'] },
      'http://127.0.0.1',
    ],
    [
      'a domain, and a flag',
      { url: ['http://127.0.0.1:80', 'flag'], custom_domain: ['a.example', 'appsmith-env'] },
      'http://127.0.0.1:80',
    ],
    [
      'a domain with a protocol, which Appsmith ignores',
      { custom_domain: ['https://a.example', 'docker.env'] },
      'http://127.0.0.1:80',
    ],
  ] as const)('%s', (_, given, url) => {
    expect(configured(given).address).toBe(url);
  });

  it('is looked for, and no more, when nothing is said', () => {
    expect(configured({}).presence).toEqual({
      program: 'editor',
      uncertain: false,
      guessed: true,
    });
    expect(configured({ url: ['http://a.example', 'env'] }).presence).toBeUndefined();
  });
});

describe('a guessed address', () => {
  const member = (component: Component, target: Configured) => ({
    component,
    configured: { target, collector: target.open() },
  });

  /** The edge at `url` as if it were the default, beside a supervisord that lists these programs. */
  async function guessedAt(url: string, programs?: string[]) {
    const rest = settingsOf(edge);
    const origin = { kind: 'default', where: 'default' } as const;
    const settings = { ...rest, url: () => ({ value: url, origin }) };
    const witness: Configured = {
      address: 'supervisord',
      origin,
      open: () => ({
        collect: async ({ programs: tell, answered }) => {
          answered();
          if (programs) tell(new Set(programs));
        },
        close: async () => {},
      }),
    };
    const target = new Target('test', [
      member(edge, edge.configure(settings, {}) as Configured),
      member(supervisord, witness),
    ]);
    onTestFinished(() => target.close());
    return (await target.scrape({ timeoutMs: 5000 })).outcomes[0]!;
  }

  it('is absent when it refuses and supervisord runs no proxy', async () => {
    expect(await guessedAt(await refusedUrl(), ['backend'])).toMatchObject({
      state: 'absent',
      families: [],
    });
    expect(await guessedAt(await refusedUrl())).toMatchObject({ state: 'absent' });
  });

  it('is down when it refuses and supervisord runs one', async () => {
    expect(await guessedAt(await refusedUrl(), ['editor'])).toMatchObject({ state: 'down' });
  });

  it('is absent when somebody else answers there', async () => {
    const url = await upstream(answer(200, 'text/html', '<h1>Welcome to nginx!</h1>'));
    expect(await guessedAt(url)).toMatchObject({ state: 'absent' });
  });

  it('is Appsmith’s when it shows Appsmith, or the page of its start', async () => {
    const url = await upstream(answer(200, 'text/html', 'Appsmith is starting.'));
    expect(await guessedAt(url)).toMatchObject({ state: 'up', reason: 'unhealthy' });
  });
});
