// The peers that take minutes to install (Keycloak, Temporal, the newest Caddy): `npm run test:peers`, one file after the other.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.peers.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 1_500_000,
  },
});
