// Every fault on every component: the deadline, the reason, the others' series, the recovery, and what is left open.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reason } from '../../src/scrape/errors.ts';
import type { Target } from '../../src/scrape/target.ts';
import { until } from '../peers/process.ts';
import type { Fault, FaultyProxy } from '../peers/proxy.ts';
import { invented, missing, type Scrape, scrapeAll, targetOfAll } from './rig.ts';
import type { Part, Upstreams } from './upstreams.ts';

/** Time of a scrape in which something hangs, and how much later than that it may end on a busy machine. */
const DEADLINE_MS = 500;
const MARGIN_MS = 300;
/** A fault that ends by itself is not waited for. */
const QUICK_MS = 3000;
/** For scrapes in which all is well. */
const PATIENT_MS = 10_000;

interface Case {
  readonly name: string;
  readonly fault: Fault;
  /** The reason, where it differs by component. */
  readonly reasons: Readonly<Partial<Record<Part, Reason>>> & { readonly default: Reason };
  /** Nothing may be left open once the scrape has ended. */
  readonly hangs?: true;
}

const CASES: readonly Case[] = [
  { name: 'refused', fault: { kind: 'refuse' }, reasons: { default: 'refused' } },
  { name: 'reset', fault: { kind: 'reset' }, reasons: { default: 'reset' } },
  { name: 'half-open', fault: { kind: 'half-open' }, reasons: { default: 'timeout' }, hangs: true },
  {
    name: 'never answering',
    fault: { kind: 'mute' },
    reasons: { default: 'timeout' },
    hangs: true,
  },
  {
    name: 'a byte every 50 ms',
    fault: { kind: 'trickle', everyMs: 50 },
    reasons: { default: 'timeout' },
    hangs: true,
  },
  {
    name: 'slower than the deadline',
    fault: { kind: 'delay', ms: 5000 },
    reasons: { default: 'timeout' },
    hangs: true,
  },
  {
    name: 'closed after 30 bytes',
    fault: { kind: 'cut', afterBytes: 30 },
    reasons: { default: 'reset' },
  },
  {
    name: 'garbage from the first byte',
    fault: { kind: 'corrupt', fromByte: 0 },
    reasons: { default: 'protocol' },
  },
];

/** Components behind one proxy each. */
const COMPONENTS = ['backend', 'rts', 'mongodb', 'redis', 'supervisord'] as const;

/** Declares the tests against the servers that `start` starts once for all of them. */
export function faultMatrix(start: () => Promise<Upstreams>): void {
  let upstreams: Upstreams;
  let target: Target;
  let before: Scrape;
  let sockets: Record<string, number>;
  beforeAll(async () => {
    upstreams = await start();
    target = targetOfAll(upstreams.settings);
    // The first scrapes open connections and make the servers' own series appear.
    for (let i = 0; i < 3; i++) before = await scrapeAll(target, PATIENT_MS);
    for (const [name, outcome] of before.outcomes) {
      expect(outcome, name).toMatchObject({ state: 'up', success: true, reason: undefined });
    }
    sockets = openSockets(upstreams);
  });
  afterAll(async () => {
    await target?.close();
    if (upstreams) await Promise.all(Object.values(upstreams.proxies).map(closed));
    await upstreams?.stop();
  });

  describe.each(COMPONENTS)('%s', (name) => {
    // Deadlines are half a second: a machine that is busy elsewhere may need a second look.
    it.each(CASES)('$name', { retry: 2 }, async ({ fault, reasons, hangs }) => {
      const proxy = upstreams.proxies[name];
      await proxy.fault(fault);
      for (let i = 0; i < 2; i++) {
        const during = await scrapeAll(target, hangs ? DEADLINE_MS : PATIENT_MS);
        expect(during.ms).toBeLessThan(hangs ? DEADLINE_MS + MARGIN_MS : QUICK_MS);
        const outcome = during.outcomes.get(name)!;
        expect(outcome).toMatchObject({ state: 'down', reason: reasons[name] ?? reasons.default });
        expect(outcome.success).toBe(reasons.default !== 'timeout');
        expect(invented(before, during, name)).toEqual([]);
        for (const other of COMPONENTS) {
          if (other === name) continue;
          expect(during.outcomes.get(other)).toMatchObject({ state: 'up', reason: undefined });
          expect(missing(before, during, other)).toEqual([]);
        }
        if (hangs) await closed(proxy);
      }
      await proxy.heal();
      const after = await scrapeAll(target, PATIENT_MS);
      expect(after.outcomes.get(name)).toMatchObject({ state: 'up', reason: undefined });
      expect(missing(before, after)).toEqual([]);
      await until(
        async () => same(openSockets(upstreams), sockets),
        () => `sockets ${JSON.stringify(openSockets(upstreams))}, not ${JSON.stringify(sockets)}`,
        1000,
      );
    });
  });
}

/** What the deadline ended is closed at once. */
function closed(proxy: FaultyProxy): Promise<void> {
  const open = () => proxy.connections();
  return until(
    async () => open() === 0,
    () => `${open()} sockets are still open`,
    300,
  );
}

function openSockets({ proxies }: Upstreams): Record<string, number> {
  return Object.fromEntries(
    Object.entries(proxies).map(([part, proxy]) => [part, proxy.connections()]),
  );
}

function same(a: Record<string, number>, b: Record<string, number>): boolean {
  return Object.keys(a).every((key) => a[key] === b[key]);
}
