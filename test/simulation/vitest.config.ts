// What takes minutes and so is not part of `npm test`: `npm run test:simulation`.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/simulation/*.long.ts'], pool: 'threads', maxWorkers: 1 },
});
