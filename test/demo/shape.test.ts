// The embedded backend's expositions have the shape of those recorded from real Spring Boot backends.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Exposition, writeExposition } from '../../src/demo/micrometer/exposition.ts';
import { familiesOf } from '../../src/demo/micrometer/families.ts';
import { AppsmithModel } from '../../src/demo/model/appsmith.ts';

const MONDAY = Date.UTC(2026, 10, 23, 9);

interface Shape {
  readonly type: string;
  /** One entry for each set of label names that a sample has. */
  readonly labels: ReadonlySet<string>;
}

/** Families by name as a text exposition declares them. */
function shapesOf(text: string): Map<string, Shape> {
  const shapes = new Map<string, { type: string; labels: Set<string> }>();
  let current = { type: '', labels: new Set<string>() };
  for (const line of text.split('\n')) {
    const [, name, type] = /^# TYPE (\S+) (\S+)/.exec(line) ?? [];
    if (name && type) {
      current = { type, labels: new Set() };
      shapes.set(name, current);
    }
    if (line === '' || line.startsWith('#')) continue;
    const braces = line.slice(line.indexOf('{') + 1, line.lastIndexOf('}'));
    const names = [...braces.matchAll(/([A-Za-z_]\w*)="(?:\\.|[^"\\])*"/g)].map(
      (match) => match[1],
    );
    current.labels.add(line.includes('{') ? names.filter((label) => label !== 'le').join() : '');
  }
  return shapes;
}

function recorded(name: string): string {
  return readFileSync(
    new URL(`../fixtures/backend/actuator-${name}.prom`, import.meta.url),
    'utf8',
  );
}

function exposition(format: Exposition, histograms: boolean): string {
  const model = new AppsmithModel({ seed: 7, start: MONDAY, histograms });
  model.advance(3 * 3600);
  return writeExposition(familiesOf(model.backend!.registry), format);
}

/** Git meters that the recording lacks have the shape of the one that it has. */
function sibling(name: string): string {
  return name.replace(
    /^appsmith_git_(fs|jgit|ops)_[a-z]+_(active_)?seconds/,
    'appsmith_git_fs_commit_$2seconds',
  );
}

describe('the text exposition', () => {
  let real: Map<string, Shape>;
  let slo: Map<string, Shape>;

  beforeAll(() => {
    real = shapesOf(recorded('default'));
    slo = shapesOf(recorded('slo'));
  });

  it.each([false, true])(
    'has only families, types and labels that were recorded (histograms: %s)',
    (on) => {
      const seen = shapesOf(exposition('text', on));
      expect(seen.size).toBeGreaterThan(100);
      for (const [name, shape] of seen) {
        const type =
          on && shape.type === 'histogram' ? slo.get(name)?.type : real.get(sibling(name))?.type;
        expect([name, shape.type]).toEqual([name, type]);
        const known = real.get(sibling(name))!.labels;
        for (const labels of shape.labels)
          expect([name, [...known]]).toEqual([name, expect.arrayContaining([labels])]);
      }
    },
  );

  it('has every recorded family but the filter chains of Spring Security', () => {
    const seen = shapesOf(exposition('text', false));
    const missing = [...real.keys()].filter((name) => !seen.has(name));
    expect(
      missing.filter((name) => !/^spring_security_(filterchains|authorizations_active)/.test(name)),
    ).toEqual([]);
  });

  it('orders families as the client does', () => {
    const shared = [...shapesOf(exposition('text', false)).keys()].filter((name) => real.has(name));
    expect(shared).toEqual([...real.keys()].filter((name) => shared.includes(name)));
  });

  it('has the same HELP lines', () => {
    const help = (text: string) =>
      new Set(text.split('\n').filter((line) => line.startsWith('# HELP')));
    const known = help(recorded('default'));
    const strange = [...help(exposition('text', false))].filter((line) => !known.has(line));
    expect(strange.filter((line) => !line.startsWith('# HELP appsmith_git_'))).toEqual([]);
  });

  it('spells numbers as Java does and −1 for the pools without a limit', () => {
    const text = exposition('text', true);
    expect(text).toContain('jvm_memory_max_bytes{area="heap",id="G1 Eden Space"} -1.0\n');
    expect(text).toContain('jvm_memory_max_bytes{area="heap",id="G1 Old Gen"} 1.610612736E9\n');
    expect(text).toMatch(/jvm_info\{.*\} 1\n/);
    expect(text).toMatch(/_bucket\{.*,le="2\.5"\} \d+\n/);
    for (const line of text.split('\n').filter((line) => line && !line.startsWith('#'))) {
      expect(line).toMatch(/ (-?\d+\.\d+(E-?\d+)?|\d+)$/);
    }
  });
});

describe('the OpenMetrics exposition', () => {
  it('declares types first, counters without _total, info, and ends', () => {
    const text = exposition('openmetrics', false);
    const known = new Set(
      recorded('openmetrics')
        .split('\n')
        .filter((line) => line.startsWith('# TYPE')),
    );
    const types = text.split('\n').filter((line) => line.startsWith('# TYPE'));
    expect(types.filter((line) => !known.has(line) && !line.includes('appsmith_git_'))).toEqual([]);
    expect(text).toContain('# TYPE appsmith_login_failure counter\n');
    expect(text).toContain('# TYPE jvm info\n');
    expect(text).toContain('# HELP process_cpu_time_ns The \\"cpu time\\" used by');
    expect(text.endsWith('# EOF\n')).toBe(true);
  });
});
