// What holds the rules, whatever Node runs it: proofs, their mutants, incidents and a day; `npm run test:rules`.
import { defineConfig } from 'vitest/config';
import { RULES } from './vitest.config.ts';

export default defineConfig({
  test: {
    include: RULES,
    testTimeout: 20_000,
    hookTimeout: 120_000,
    // An incident runs over real sockets; a neighbour of CI's machine may make it slow once.
    retry: process.env.CI ? 1 : 0,
    pool: 'threads',
    maxWorkers: 2,
  },
});
