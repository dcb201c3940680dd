// The embedded Micrometer: what timers keep, how maxima fade, how names and numbers are spelt.
import { describe, expect, it } from 'vitest';
import { writeExposition } from '../../src/demo/micrometer/exposition.ts';
import { familiesOf, promName } from '../../src/demo/micrometer/families.ts';
import { javaDouble } from '../../src/demo/micrometer/java-number.ts';
import { Timer } from '../../src/demo/micrometer/meters.ts';
import { Registry } from '../../src/demo/micrometer/registry.ts';

describe('javaDouble', () => {
  it.each([
    [0, '0.0'],
    [1, '1.0'],
    [-1, '-1.0'],
    [0.001, '0.001'],
    [0.00060694, '6.0694E-4'],
    [9_999_999, '9999999.0'],
    [10_000_000, '1.0E7'],
    [70_897_209_344, '7.0897209344E10'],
    [Number.NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
  ])('spells %d as %s', (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });
});

describe('promName', () => {
  it.each([
    [
      'appsmith.total.plugin.execution',
      'timer',
      undefined,
      'appsmith_total_plugin_execution_seconds',
    ],
    [
      'appsmith.pluginExecuteCommon.active',
      'active',
      undefined,
      'appsmith_pluginExecuteCommon_active_seconds',
    ],
    [
      'appsmith.consolidated-api.view.root',
      'timer',
      undefined,
      'appsmith_consolidated_api_view_root_seconds',
    ],
    ['jvm.memory.used', 'gauge', 'bytes', 'jvm_memory_used_bytes'],
    ['executor.active', 'gauge', 'threads', 'executor_active_threads'],
    ['jvm.threads.live', 'gauge', 'threads', 'jvm_threads_live_threads'],
  ] as const)('%s (%s, %s) is %s', (name, kind, unit, expected) => {
    expect(promName(name, kind, unit)).toBe(expected);
  });
});

describe('Timer', () => {
  it('forgets its maximum after two to three minutes', () => {
    let now = 0;
    const timer = new Timer(() => now);
    timer.record(5);
    timer.record(1);
    expect(timer.max()).toBe(5);
    now = 119_000;
    expect(timer.max()).toBe(5);
    timer.record(2);
    now = 181_000;
    expect(timer.max()).toBe(2);
    now = 10 * 60_000;
    expect(timer.max()).toBe(0);
    expect(timer).toMatchObject({ count: 3, total: 8 });
  });

  it('counts cumulatively up to each bound, the bound itself included', () => {
    const timer = new Timer(() => 0, [0.1, 1]);
    for (const seconds of [0.05, 0.1, 0.5, 7]) timer.record(seconds);
    expect(timer.cumulative()).toEqual([2, 3]);
  });
});

describe('Registry', () => {
  it('gives the same meter for the same tags in any order, and sorts and escapes them', () => {
    const registry = new Registry(() => 0);
    registry.counter('a.b', { y: '1', x: 'say "hi"\\\n{x}' }).add(2);
    registry.counter('a.b', { x: 'say "hi"\\\n{x}', y: '1' }).add();
    registry.counter('a.b', { x: 'a', y: '1' });
    expect(writeExposition(familiesOf(registry), 'text')).toBe(
      '# HELP a_b_total  \n# TYPE a_b_total counter\na_b_total{x="a",y="1"} 0.0\na_b_total{x="say \\"hi\\"\\\\\\n{x}",y="1"} 3.0\n',
    );
  });
});
