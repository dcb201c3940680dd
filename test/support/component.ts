// Runs one component as a scrape would, from plain settings to rendered text.
import { render } from '../../src/exposition/index.ts';
import type { Component, Settings, SettingValue, Site } from '../../src/scrape/component.ts';
import { Secret } from '../../src/scrape/secret.ts';
import { type ScrapeResult, Target } from '../../src/scrape/target.ts';

type Plain = Record<string, string | number | boolean | Secret>;

/** Settings as `config` would resolve them; a plain string for a secret is wrapped. */
export function settingsOf(
  component: Component,
  values: Plain = {},
  kind: 'env' | 'docker.env' = 'env',
): Settings {
  const get = (key: string) => {
    const setting = component.settings.find((s) => s.key === key);
    // A key with a dot is another component's.
    if (!setting && !key.includes('.')) throw new Error(`${component.name} has no setting ${key}`);
    const given = values[key];
    const value = given ?? setting?.default;
    if (value === undefined) return undefined;
    const kinds = setting?.kind ?? (key.endsWith('.url') ? 'secret-url' : 'string');
    const secret = kinds.startsWith('secret') && !(value instanceof Secret);
    return {
      value: (secret ? new Secret(String(value)) : value) as SettingValue,
      origin: { kind: given === undefined ? ('default' as const) : kind, where: `test ${key}` },
    };
  };
  const typed = get as Settings['string'] & Settings['secret'] & Settings['boolean'];
  return {
    string: typed,
    url: typed,
    secret: typed,
    boolean: typed,
    number: get as Settings['number'],
  };
}

/** A target of one component; scrape it with {@link scrapeText}, close it at the end of the test. */
export function targetOf(
  component: Component,
  values?: Plain,
  kind?: 'env' | 'docker.env',
  site: Site = {},
): Target {
  const configured = component.configure(settingsOf(component, values, kind), site);
  if ('absent' in configured) {
    return new Target('test', [{ component, absent: { why: configured.absent } }]);
  }
  const collector = configured.open();
  return new Target('test', [{ component, configured: { target: configured, collector } }]);
}

/** One scrape: the result, the whole exposition, and every sample line by its series. */
export async function scrapeText(
  target: Target,
  timeoutMs = 5000,
): Promise<{ result: ScrapeResult; text: string; series: Map<string, number> }> {
  const result = await target.scrape({ timeoutMs });
  const text = Buffer.concat([...render(result.families, 'text')]).toString();
  const series = new Map<string, number>();
  for (const line of text.split('\n')) {
    const space = line.lastIndexOf(' ');
    if (space > 0 && !line.startsWith('#')) {
      series.set(line.slice(0, space), Number(line.slice(space + 1).replace('Inf', 'Infinity')));
    }
  }
  return { result, text, series };
}
