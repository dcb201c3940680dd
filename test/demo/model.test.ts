// The model: the same seed gives the same bytes, counters only rise, and its knobs do what they say.
import { describe, expect, it } from 'vitest';
import { writeExposition } from '../../src/demo/micrometer/exposition.ts';
import { familiesOf } from '../../src/demo/micrometer/families.ts';
import { AppsmithModel } from '../../src/demo/model/appsmith.ts';
import { noWork } from '../../src/demo/model/backend/conditions.ts';
import type { Knobs } from '../../src/demo/model/knobs.ts';
import { MongoModel } from '../../src/demo/model/mongo.ts';
import { shareOfPeak } from '../../src/demo/model/population.ts';
import { Random } from '../../src/demo/random.ts';

const MONDAY = Date.UTC(2026, 10, 23, 9);

function modelOf(knobs: Partial<Knobs> = {}, seed = 1): AppsmithModel {
  return new AppsmithModel({ seed, start: MONDAY, knobs });
}

function scrape(model: AppsmithModel): string {
  return writeExposition(familiesOf(model.backend!.registry), 'text');
}

/** Samples of the exposition by series. */
function seriesOf(model: AppsmithModel): Map<string, number> {
  const lines = scrape(model)
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

function sumOf(model: AppsmithModel, prefix: string): number {
  let sum = 0;
  for (const [series, value] of seriesOf(model)) if (series.startsWith(prefix)) sum += value;
  return sum;
}

describe('determinism', () => {
  it('gives the same bytes for the same seed and others for another', () => {
    const run = (seed: number) => {
      const model = modelOf({}, seed);
      model.advance(1800);
      return scrape(model) + JSON.stringify([model.mongo, model.redis, [...model.programs.all]]);
    };
    const [once, again, other] = [run(1), run(1), run(2)];
    // Not toBe: a difference would print megabytes.
    expect(again === once).toBe(true);
    expect(other === once).toBe(false);
  });

  it('does not depend on how the time is cut', () => {
    const whole = modelOf();
    whole.advance(90);
    const cut = modelOf();
    for (let i = 0; i < 225; i++) cut.advance(0.4);
    expect(scrape(cut) === scrape(whole)).toBe(true);
    expect(cut.clock.now).toBe(whole.clock.now);
  });
});

describe('a healthy day', () => {
  it('has counters that only rise', () => {
    const model = modelOf();
    model.advance(300);
    const before = seriesOf(model);
    const [mongo, redis] = [structuredClone(model.mongo.ops), structuredClone(model.redis.counts)];
    model.advance(60);
    const after = seriesOf(model);
    const counters = [...before.keys()].filter((series) =>
      /_(total|count|sum|bucket)(\{|$)/.test(series),
    );
    expect(counters.length).toBeGreaterThan(300);
    for (const series of counters) {
      if (series.includes('_active_')) continue;
      expect([series, after.get(series)! >= before.get(series)!]).toEqual([series, true]);
    }
    expect(sumOf(model, 'http_server_requests_seconds_count')).toBeGreaterThan(1000);
    for (const [op, count] of Object.entries(mongo)) {
      expect(model.mongo.ops[op as keyof typeof mongo]).toBeGreaterThanOrEqual(count);
    }
    for (const [what, count] of Object.entries(redis)) {
      expect(model.redis.counts[what as keyof typeof redis]).toBeGreaterThanOrEqual(count);
    }
  });

  it('has counters of MongoDB that do not fall where next to nothing is written', () => {
    const mongo = new MongoModel(new Random(1), 0);
    for (let second = 0; second < 2000; second++) {
      const [ops, documents] = [{ ...mongo.ops }, { ...mongo.documents }];
      mongo.step(1, noWork(), 10, second * 1000);
      expect(mongo.ops.update).toBeGreaterThanOrEqual(ops.update);
      expect(mongo.documents.updated).toBeGreaterThanOrEqual(documents.updated);
    }
  });

  it('stays within sound limits from Monday morning to the next night', () => {
    const model = modelOf();
    for (let hour = 0; hour < 18; hour++) {
      model.advance(3600);
      const { heap, drivers } = model.backend!;
      expect(heap.live / 1_610_612_736).toBeLessThan(0.4);
      expect((heap.eden + heap.survivor + heap.old) / 1_610_612_736).toBeLessThan(0.83);
      expect(heap.overhead).toBeLessThan(0.05);
      expect(drivers.checkedOut).toBeLessThan(50);
      expect(seriesOf(model).get('system_cpu_usage')).toBeLessThan(0.7);
    }
  });

  it('has people by day and few by night and at the weekend', () => {
    const [hour, day] = [3_600_000, 86_400_000];
    expect(shareOfPeak(MONDAY + hour)).toBeCloseTo(1, 1);
    expect(shareOfPeak(MONDAY + 18 * hour)).toBeLessThan(0.1);
    expect(shareOfPeak(MONDAY - day + hour)).toBeLessThan(0.2);
  });

  it('collects garbage in a sawtooth', () => {
    const model = modelOf();
    model.advance(600);
    const collections = sumOf(model, 'jvm_gc_pause_seconds_count');
    const eden: number[] = [];
    for (let i = 0; i < 600; i++) {
      model.advance(1);
      eden.push(model.backend!.heap.eden);
    }
    expect(sumOf(model, 'jvm_gc_pause_seconds_count')).toBeGreaterThan(collections);
    expect(eden.some((bytes, i) => i > 0 && bytes < eden[i - 1]! / 2)).toBe(true);
  });
});

describe('knobs', () => {
  it('heapLeakBytesPerSecond fills the old generation until collections take all the time', () => {
    const model = modelOf({ heapLeakBytesPerSecond: 400_000 });
    model.advance(1800);
    const early = model.backend!.heap.oldAfterCollection;
    model.advance(1800);
    expect(model.backend!.heap.oldAfterCollection).toBeGreaterThan(early + 400e6);
    const used = sumOf(model, 'jvm_memory_used_bytes{area="heap"');
    expect(used / 1_610_612_736).toBeGreaterThan(0.85);
    expect(model.backend!.heap.pressure).toBeGreaterThan(3);
  });

  it('queryLatencyFactor slows the named plugin alone', () => {
    const mean = (factor: Knobs['queryLatencyFactor'], plugin: string) => {
      const model = modelOf({ queryLatencyFactor: factor });
      model.advance(600);
      const of = (suffix: string) =>
        sumOf(
          model,
          `appsmith_total_plugin_execution_seconds_${suffix}{plugin="com.external.plugins.${plugin}`,
        );
      return of('sum') / of('count');
    };
    expect(mean({ postgres: 100 }, 'PostgresPlugin')).toBeGreaterThan(
      50 * mean({}, 'PostgresPlugin'),
    );
    expect(mean({ postgres: 100 }, 'MySqlPlugin')).toBeLessThan(1.5 * mean({}, 'MySqlPlugin'));
  });

  it('mongoDown stops the server, fails requests and shows in the programs; coming back it counts anew', () => {
    const model = modelOf();
    model.advance(300);
    model.knobs.mongoDown = true;
    const { uptime } = model.mongo;
    model.advance(60);
    expect(model.mongo.uptime).toBe(uptime);
    expect(model.programs.get('mongodb')).toMatchObject({ state: 'FATAL', pid: 0 });
    expect(scrape(model)).toMatch(/http_server_requests_seconds_count\{.*status="500".*\} \d\d/);
    model.knobs.mongoDown = false;
    model.advance(10);
    expect(model.mongo.uptime).toBe(10);
    expect(model.programs.get('mongodb').state).toBe('RUNNING');
  });

  it('poolExhausted takes every connection and makes requests queue', () => {
    const model = modelOf({ poolExhausted: true });
    model.advance(60);
    expect(model.backend!.drivers).toMatchObject({ checkedOut: 100, poolSize: 100 });
    expect(model.backend!.drivers.waiting).toBeGreaterThan(0);
  });

  it('redisMaxmemoryBytes is where growth ends', () => {
    const model = modelOf({ redisMaxmemoryBytes: 8e6, redisGrowthBytesPerSecond: 50_000 });
    model.advance(600);
    expect(model.redis.usedMemory).toBeGreaterThan(7.9e6);
    expect(model.redis.usedMemory).toBeLessThan(8.2e6);
  });

  it('restartBackend gives a new process with counters from 0, after the time that Java takes', () => {
    const model = modelOf();
    model.advance(300);
    model.restartBackend();
    expect(model.backend).toBeUndefined();
    model.advance(30);
    expect(sumOf(model, 'process_uptime_seconds')).toBe(30);
    expect(sumOf(model, 'http_server_requests_seconds_count')).toBeLessThan(200);
  });
});
