// The compose add-on on a real engine, minutes long and one after the other: `npm run test:compose`.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/compose/*.engine.ts'],
    globalSetup: ['test/compose/support/images.ts'],
    pool: 'threads',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
