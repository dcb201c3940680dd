// What holds the rules, whatever Node runs it: proofs, their mutants, incidents and a day; `npm run test:rules`.
import { defineConfig } from 'vitest/config';
import { RULES } from './vitest.config.ts';

export default defineConfig({
  test: {
    include: RULES,
    testTimeout: 20_000,
    hookTimeout: 120_000,
    pool: 'threads',
    maxWorkers: 2,
  },
});
