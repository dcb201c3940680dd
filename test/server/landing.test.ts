// What the landing page says in each state, and that nothing in it can be mistaken for markup.
import { describe, expect, it } from 'vitest';
import { escapeHtml, html } from '../../src/server/landing/html.ts';
import { viewOf } from '../../src/server/landing/view.ts';
import { fake, fakeBackend, fakeTarget, serve } from './fakes.ts';
import { send } from './send-request.ts';
import { down, mixed, up } from './states.ts';

async function view(fakes: Parameters<typeof fakeTarget>[1]) {
  const result = await fakeTarget('default', fakes).scrape({ timeoutMs: 1000 });
  return viewOf(result, result.at);
}

describe('the verdict', () => {
  it.each([
    ['all is up', up, 'up', 'Appsmith is up'],
    ['two parts are not', mixed, 'degraded', 'Appsmith is up, but RTS and MongoDB need a look'],
    ['the backend is down', down, 'down', 'Appsmith is down'],
    ['nobody knows', [fake('redis')], 'unknown', 'Appsmith’s own state is not known'],
    ['it answers but is not healthy', [fakeBackend(false)], 'down', 'Appsmith is down'],
  ])('%s', async (_, fakes, verdict, headline) => {
    expect(await view(fakes)).toMatchObject({ verdict, headline });
  });

  it('sums up in one line', async () => {
    expect((await view(mixed)).summary).toMatch(
      /^4 of 5 parts answer · 28 series · scraped in [\d.]+ ms · just now$/,
    );
  });
});

describe('the page', () => {
  it('has a row with the state and the reason in words', async () => {
    const { url } = await serve([fakeTarget('default', mixed)]);
    const page = await (await fetch(url)).text();
    expect(page).toMatch(/data-component="rts" data-state="unwell"/);
    expect(page).toMatch(/data-component="mongodb" data-state="down"/);
    expect(page).toContain('Refuses the connection: nothing listens there.');
    expect(page).toContain('connect ECONNREFUSED 127.0.0.1:27017');
    expect(page).toContain('mongodb://127.0.0.1:27017/appsmith');
  });

  it('gives the remedy as lines to copy', async () => {
    const { url } = await serve([fakeTarget('default', mixed)]);
    const page = await (await fetch(url)).text();
    expect(page).toContain(
      '<pre tabindex="0">APPSMITH_INTERNAL_PASSWORD=&lt;a long random word&gt;\nMANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE=prometheus,metrics</pre>',
    );
    expect(page).toContain('Set <code>APPSMITH_KEYCLOAK_DB_URL</code> to watch one.');
  });

  it('escapes what others said', async () => {
    const evil = '<img src=x onerror="alert(1)">\'&';
    const notes = [
      { level: 'warning', code: 'x', text: evil, remedy: `${evil}\n${evil}` } as const,
    ];
    const bad = fake('redis', { title: evil, address: evil, notes });
    const { url } = await serve([fakeTarget(evil, [bad])], { notes: new Map([[evil, notes]]) });
    const headers = { host: 'evil"><script>' };
    const page = (await send(url, { headers })).body.toString();
    expect(page).not.toMatch(/<img|<script|onerror="/);
    expect(page).toContain(escapeHtml(evil));
    expect(page).toContain('targets: [&#39;localhost&#39;]');
  });

  it('shows what the configuration has to say', async () => {
    const note = {
      level: 'warning',
      code: 'docker-env-missing',
      text: 'there is no docker.env',
    } as const;
    const { url } = await serve([fakeTarget('default', up)], {
      notes: new Map([['default', [note]]]),
    });
    expect(await (await fetch(url)).text()).toContain('There is no docker.env.');
  });

  it('shows another target by name, and none that is not configured', async () => {
    const { url } = await serve([fakeTarget('default', down), fakeTarget('b&c', up)]);
    const other = await (await fetch(`${url}/?target=b%26c`)).text();
    expect(other).toContain('Appsmith is up');
    expect(other).toContain('href="/probe?target=b%26c"');
    expect(other).toContain('__param_target');
    const unknown = await fetch(`${url}/?target=%3Cscript%3E`);
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([
      404,
      'text/plain; charset=utf-8',
    ]);
  });

  it('costs no second scrape when it is reloaded', async () => {
    let asked = 0;
    const collect = () => void asked++;
    const { url } = await serve([fakeTarget('default', [fake('redis', { collect })])]);
    for (let i = 0; i < 3; i++) await (await fetch(url)).text();
    expect(asked).toBe(1);
  });

  it('reloads itself only when asked to, and not too often', async () => {
    const { url } = await serve([fakeTarget('default', up)]);
    const get = async (query: string) => (await fetch(`${url}/${query}`)).text();
    expect(await get('')).not.toContain('http-equiv');
    expect(await get('?refresh=15')).toContain('<meta http-equiv="refresh" content="15">');
    expect(await get('?refresh=0')).toContain('content="5"');
    expect(await get('?refresh=a')).not.toContain('http-equiv');
  });

  it('allows nothing but its own style', async () => {
    const { url } = await serve([fakeTarget('default', up)]);
    const head = await fetch(url, { method: 'HEAD' });
    expect(head.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:;/,
    );
    expect(head.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });
});

describe('html', () => {
  it('escapes strings, joins arrays, leaves out nothing', () => {
    const inner = html`<b>${'<&>"\''}</b>`;
    expect(html`${inner}${[inner, 'a']}${undefined}${false}${0}`.text).toBe(
      '<b>&lt;&amp;&gt;&quot;&#39;</b><b>&lt;&amp;&gt;&quot;&#39;</b>a0',
    );
  });
});
