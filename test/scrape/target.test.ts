// A scrape: isolation, deadlines that cancel, shared collections, and the witness of what is embedded.
import { describe, expect, it } from 'vitest';
import { render } from '../../src/exposition/index.ts';
import { ScrapeError } from '../../src/scrape/errors.ts';
import type { ScrapeResult } from '../../src/scrape/target.ts';
import { strictViolations } from '../support/strict.ts';
import { hanging, targetOfFakes, value, well } from './fake.ts';

const text = (result: ScrapeResult) =>
  Buffer.concat([...render(result.families, 'text')]).toString();
const states = (result: ScrapeResult) =>
  Object.fromEntries(
    result.outcomes.map((o) => [o.component.name, `${o.state} ${o.reason ?? ''}`.trim()]),
  );

describe('isolation', () => {
  it('keeps every other series when one component throws, hangs or lies', async () => {
    const target = targetOfFakes({
      good: well,
      bug: async () => {
        throw new TypeError('undefined is not a function');
      },
      refused: async () => {
        throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      },
      hung: hanging(),
    });
    const result = await target.scrape({ timeoutMs: 50 });
    expect(states(result)).toEqual({
      good: 'up',
      bug: 'down internal',
      refused: 'down refused',
      hung: 'down timeout',
    });
    const lines = text(result);
    expect(lines).toContain('fake_value{part="well"} 1');
    expect(lines).toContain('appsmith_exporter_collector_success{component="refused"} 1');
    expect(lines).toContain('appsmith_exporter_collector_success{component="bug"} 0');
    expect(lines).toContain(
      'appsmith_exporter_collector_error{component="hung",reason="timeout"} 1',
    );
    expect(strictViolations(lines, { format: 'text' })).toEqual([]);
  });

  it('keeps what a component gave before the deadline and ignores what comes later', async () => {
    let late = () => {};
    const target = targetOfFakes({
      slow: async ({ samples, answered, signal }) => {
        answered();
        samples.set(value, 1, { part: 'early' });
        samples.fallback(value, 0, { part: 'fallback' });
        late = () => samples.set(value, 1, { part: 'late' });
        await new Promise((_, reject) => signal.addEventListener('abort', reject));
      },
    });
    const result = await target.scrape({ timeoutMs: 30 });
    late();
    expect(states(result)).toEqual({ slow: 'up timeout' });
    expect(text(result)).toContain('fake_value{part="early"} 1\nfake_value{part="fallback"} 0\n');
    expect(text(result)).not.toContain('part="late"');
  });

  it('does not wait for a collector that ignores its signal', async () => {
    const target = targetOfFakes({ deaf: () => new Promise(() => {}) });
    expect(states(await target.scrape({ timeoutMs: 20 }))).toEqual({ deaf: 'down timeout' });
  });

  it('cancels the other parts of a component that failed', async () => {
    let cancelled = false;
    const target = targetOfFakes({
      two: async (scrape) => {
        const other = hanging(() => {
          cancelled = true;
        })(scrape).catch(() => {});
        await Promise.race([other, Promise.reject(new ScrapeError('protocol', 'no sense'))]);
      },
    });
    expect(states(await target.scrape({ timeoutMs: 5000 }))).toEqual({ two: 'down protocol' });
    expect(cancelled).toBe(true);
  });
});

describe('sharing', () => {
  it('asks once for a hundred overlapping scrapes', async () => {
    let asked = 0;
    let release = () => {};
    const target = targetOfFakes({
      counted: async () => {
        asked++;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      },
    });
    const all = Array.from({ length: 100 }, () => target.scrape({ timeoutMs: 5000 }));
    release();
    await Promise.all(all);
    expect(asked).toBe(1);
    const next = target.scrape({ timeoutMs: 5000 });
    release();
    await next;
    expect(asked).toBe(2);
  });

  it('answers a caller with a shorter deadline by its own, and lets the others go on', async () => {
    let release = () => {};
    const target = targetOfFakes({
      good: well,
      slow: async ({ answered, samples }) => {
        samples.fallback(value, 0, { part: 'slow' });
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        answered();
        samples.set(value, 1, { part: 'slow' });
      },
    });
    const patient = target.scrape({ timeoutMs: 5000 });
    const hasty = await target.scrape({ timeoutMs: 20 });
    expect(states(hasty)).toEqual({ good: 'up', slow: 'down timeout' });
    // Its own families: a name that two components use stands only once in the whole.
    const slow = (result: ScrapeResult) =>
      text({ ...result, families: result.outcomes[1]!.families });
    expect(slow(hasty)).toContain('fake_value{part="slow"} 0');
    release();
    expect(states(await patient)).toEqual({ good: 'up', slow: 'up' });
    expect(slow(await patient)).toContain('fake_value{part="slow"} 1');
  });

  it('cancels when the last caller has gone, not before', async () => {
    let cancelled = false;
    const target = targetOfFakes({
      hung: hanging(() => {
        cancelled = true;
      }),
    });
    const callers = [new AbortController(), new AbortController()];
    const all = callers.map(({ signal }) => target.scrape({ timeoutMs: 60_000, signal }));
    callers[0]!.abort();
    expect(cancelled).toBe(false);
    callers[1]!.abort();
    await Promise.all(all);
    expect(cancelled).toBe(true);
  });

  it('shares only between callers that ask for the same components', async () => {
    const asked: string[] = [];
    const note = (name: string) => async () => void asked.push(name);
    const target = targetOfFakes({ a: note('a'), b: note('b') });
    const [all, one] = await Promise.all([
      target.scrape({ timeoutMs: 5000 }),
      target.scrape({ timeoutMs: 5000, only: new Set(['b']) }),
    ]);
    expect(asked.sort()).toEqual(['a', 'b', 'b']);
    expect(all.outcomes).toHaveLength(2);
    expect(one.outcomes).toHaveLength(1);
  });
});

describe('the witness', () => {
  const refused = async () => {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  };
  const supervisord = (...names: string[]) => ({
    collect: async ({ answered, programs }: Parameters<typeof well>[0]) => {
      answered();
      programs(new Set(names));
    },
  });
  const presence = { program: 'mongodb', uncertain: true };

  it('makes a refusing store absent that only docker.env names and supervisord does not run', async () => {
    const target = targetOfFakes({
      supervisord: supervisord('backend', 'rts'),
      mongodb: { collect: refused, presence },
    });
    const result = await target.scrape({ timeoutMs: 5000 });
    expect(states(result)).toEqual({ supervisord: 'up', mongodb: 'absent' });
    expect(text(result)).toContain('appsmith_component_configured{component="mongodb"} 0');
    expect(text(result)).not.toContain('appsmith_component_up{component="mongodb"}');
  });

  it('is heard also by a scrape that asks for the store alone', async () => {
    const target = targetOfFakes({
      supervisord: supervisord('backend'),
      mongodb: { collect: refused, presence },
    });
    const only = new Set(['mongodb']);
    const result = await target.scrape({ timeoutMs: 5000, only });
    expect(states(result)).toEqual({ mongodb: 'absent' });
  });

  it.each([
    ['supervisord runs it', ['backend', 'mongodb'], presence],
    ['it is configured otherwise', ['backend'], { program: 'mongodb', uncertain: false }],
  ])('calls it down when %s', async (_, programs, known) => {
    const target = targetOfFakes({
      supervisord: supervisord(...programs),
      mongodb: { collect: refused, presence: known },
    });
    expect(states(await target.scrape({ timeoutMs: 5000 }))).toMatchObject({
      mongodb: 'down refused',
    });
  });

  it('calls it down when supervisord cannot be asked', async () => {
    const target = targetOfFakes({ supervisord: refused, mongodb: { collect: refused, presence } });
    expect(states(await target.scrape({ timeoutMs: 5000 }))).toMatchObject({
      mongodb: 'down refused',
    });
  });
});

describe('what nothing names', () => {
  const refused = async () => {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  };
  const presence = { program: 'keycloak', uncertain: false, guessed: true };
  const keycloak = { collect: refused, presence };
  const supervisord = (...names: string[]) => ({
    collect: async ({ answered, programs }: Parameters<typeof well>[0]) => {
      answered();
      programs(new Set(names));
    },
  });

  it.each([
    ['supervisord does not run it', supervisord('backend'), 'absent'],
    ['supervisord cannot be asked', refused, 'absent'],
    ['supervisord runs it', supervisord('keycloak'), 'down refused'],
  ])('refuses, and %s', async (_, witness, state) => {
    const target = targetOfFakes({ supervisord: witness, keycloak });
    expect(states(await target.scrape({ timeoutMs: 5000 }))).toMatchObject({ keycloak: state });
  });

  it('is down if it hangs: something is there', async () => {
    const target = targetOfFakes({ keycloak: { collect: hanging(), presence } });
    expect(states(await target.scrape({ timeoutMs: 50 }))).toEqual({ keycloak: 'down timeout' });
  });
});

describe('closing', () => {
  it('cancels what runs and closes every collector, also past one that fails to', async () => {
    const closed: string[] = [];
    const target = targetOfFakes({
      bad: { collect: well, onClose: async () => Promise.reject(new Error('no')) },
      hung: { collect: hanging(), onClose: async () => void closed.push('hung') },
    });
    const running = target.scrape({ timeoutMs: 60_000 });
    await target.close();
    expect(states(await running)).toMatchObject({ hung: 'down timeout' });
    expect(closed).toEqual(['hung']);
  });
});
