// How the tests run: in parallel, never on fixed ports, with real servers where they are installed.
import { configDefaults, defineConfig } from 'vitest/config';

/** Minutes of Prometheus's own rule engine: `npm run test:rules`. */
export const RULES = ['test/bundle/proofs/*.test.ts', 'test/simulation/{day,incidents}.test.ts'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...RULES],
    testTimeout: 20_000,
    hookTimeout: 120_000,
    // Many tests hold real servers to deadlines of half a second; CI machines have neighbours. A test that
    // is wrong fails three times, one that was starved does not.
    retry: process.env.CI ? 2 : 0,
    pool: 'threads',
    maxWorkers: 2,
  },
});
