// Version, commit and edition: every spelling of info.json, and a front door that does not tell.
import { describe, expect, it } from 'vitest';
import { parseInfo } from '../../../src/components/backend/info.ts';
import { answer } from '../../support/http.ts';
import { family, fixture, HANG, play, scrapeBackend, scrapeUrl, WEB_PAGE } from './support.ts';

describe('info', () => {
  it('tells version, commit, edition and when the image was built', async () => {
    const info = answer(200, 'application/json', fixture('info/business.json'));
    const { series, codes } = await scrapeBackend({ info });
    expect(family(series, 'appsmith_info')).toEqual({
      '{version="v1.85",commit="8d5e1f0b6a4c2d3e7f9a0b1c2d3e4f5a6b7c8d9e",edition="business"}': 1,
    });
    expect(series.get('appsmith_image_built_timestamp_seconds')).toBe(1_755_598_830);
    expect(codes).not.toContain('version-unknown');
  });

  it.each([
    ['index.html', WEB_PAGE],
    ['a redirect to HTTPS', answer(308, '', '')],
    ['404', answer(404, 'application/json', fixture('info/community.json'))],
    ['JSON of something else', answer(200, 'application/json', '{"ok":true}')],
  ])('says nothing, and fails nothing, on %s', async (_name, info) => {
    const { outcome, series, codes } = await scrapeBackend({ info });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(family(series, 'appsmith_info')).toEqual({});
    expect(codes).toContain('version-unknown');
  });

  it('does not wait for a front door that hangs', async () => {
    const { outcome, series, codes } = await scrapeBackend({ info: HANG }, { timeoutMs: 400 });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get('appsmith_up')).toBe(1);
    expect(codes).toContain('version-unknown');
  });

  it('does not need the front door', async () => {
    const { outcome, codes } = await scrapeUrl(await play({}));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(codes).toContain('version-unknown');
  });
});

describe('parseInfo', () => {
  it.each([
    ['community', { version: 'v1.86.0-SNAPSHOT', edition: 'community', builtAt: 1_755_598_830 }],
    ['business', { version: 'v1.85', edition: 'business' }],
    ['nearest-tag', { version: 'v1.9.30-10', edition: 'community', builtAt: 1_690_848_000 }],
    ['git-tag', { version: 'v1.9.20', edition: 'community', builtAt: 1_682_985_600 }],
  ])('reads %s', (name, expected) => {
    expect(parseInfo(fixture(`info/${name}.json`))).toMatchObject(expected);
  });

  it('leaves out what it does not know, and cuts what is too long', () => {
    const body = JSON.stringify({
      version: 'v'.repeat(500),
      commitUrl: 'https://git.example/fork/commit/1',
      imageBuiltAt: 'soon',
    });
    const info = parseInfo(body)!;
    expect(info.version).toHaveLength(80);
    expect(info).toMatchObject({ commit: undefined, edition: undefined, builtAt: undefined });
  });

  it.each(['', 'null', '[]', '{"version":1}', '<html></html>'])('refuses %s', (body) => {
    expect(parseInfo(body)).toBeUndefined();
  });
});
