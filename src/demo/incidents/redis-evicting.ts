// Redis reaches its limit and makes room by dropping sessions.
import { incident } from './incident.ts';

const MIB = 1_048_576;

export const redisEvicting = incident({
  name: 'redis-evicting',
  title: 'A Redis with an eviction policy drops sessions: people are logged out',
  steps: [
    {
      at: '0m',
      set: {
        redisMaxmemoryBytes: 32 * MIB,
        redisPolicy: 'allkeys-lru',
        redisGrowthBytesPerSecond: 24_000,
      },
      say: 'Redis may use 32 MiB and drops what was used least; keys begin to pile up.',
    },
    {
      at: '45m',
      set: { redisMaxmemoryBytes: 256 * MIB, redisGrowthBytesPerSecond: 0 },
      say: 'It gets more memory.',
    },
  ],
  lasts: '1h',
});
