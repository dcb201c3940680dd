// Holds docs/doctor.md to the code: every finding's code and every key of the JSON is explained there.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { beside } from './support.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${root}docs/doctor.md`, 'utf8');
const sources = [
  ...readdirSync(`${root}src/doctor`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/doctor/${name}`),
  'src/components/mongodb/examine.ts',
];

describe('docs/doctor.md', () => {
  it('explains every code', () => {
    const codes = sources.flatMap((path) => {
      const text = readFileSync(`${root}${path}`, 'utf8');
      return [...text.matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map(([, code]) => code!);
    });
    // Kinds of settings and origins, and notes that are told in another way.
    const known = codes.filter(
      (code) =>
        !['secret-url', 'appsmith-env', 'docker-env-found', 'empty-variable'].includes(code),
    );
    expect(known.length).toBeGreaterThan(15);
    for (const code of known) expect(page, code).toContain(`\`${code}\``);
  });

  it('explains every key of the JSON', async () => {
    const { raw } = await beside({ actuator: 'closed', knobs: { rtsIll: 'error' } }, ['--json']);
    const keys = new Set([...raw.matchAll(/^ *"(\w+)":/gm)].map(([, key]) => key!));
    expect(keys.size).toBeGreaterThan(25);
    for (const key of keys) expect(page, key).toMatch(new RegExp(`\`(\\s*\\.)?${key}(\\[\\])?\``));
  });
});
