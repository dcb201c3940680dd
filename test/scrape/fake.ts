// Components for tests of a scrape: what they do is the test's own function.
import { gauge } from '../../src/metrics/index.ts';
import type { Component, Presence, ScrapeContext } from '../../src/scrape/component.ts';
import { Target } from '../../src/scrape/target.ts';

export const value = gauge({
  name: 'fake_value',
  help: 'A value.',
  source: 'the test',
  labels: ['part'],
});

/** What a fake does when asked, and whether docker.env alone names it. */
export interface Fake {
  collect(scrape: ScrapeContext): Promise<void>;
  presence?: Presence;
  onClose?: () => Promise<void>;
}

/** A target of fake components, all configured. */
export function targetOfFakes(fakes: Record<string, Fake | Fake['collect']>): Target {
  const members = Object.entries(fakes).map(([name, given]) => {
    const fake: Fake = typeof given === 'function' ? { collect: given } : given;
    const collector = { collect: fake.collect, close: fake.onClose ?? (async () => {}) };
    const target = {
      address: `fake://${name}`,
      origin: { kind: 'default' as const, where: 'test' },
      open: () => collector,
      ...(fake.presence && { presence: fake.presence }),
    };
    const component: Component = {
      name,
      title: name,
      settings: [],
      metrics: { value },
      ...(name === 'supervisord' && { witness: true as const }),
      configure: () => target,
    };
    return { component, configured: { target, collector } };
  });
  return new Target('test', members);
}

/** Answers at once with one value. */
export const well = async ({ samples, answered }: ScrapeContext): Promise<void> => {
  answered();
  samples.set(value, 1, { part: 'well' });
};

/** Never answers; ends only when its signal fires, and tells so. */
export function hanging(onAbort: () => void = () => {}): Fake['collect'] {
  return ({ signal, samples }) =>
    new Promise((_, reject) => {
      samples.set(value, 1, { part: 'before' });
      signal.addEventListener('abort', () => {
        onAbort();
        reject(signal.reason);
      });
    });
}
