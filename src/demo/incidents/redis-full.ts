// Redis reaches its limit and refuses writes: it answers, and nobody can work.
import { incident } from './incident.ts';

const MIB = 1_048_576;

export const redisFull = incident({
  name: 'redis-full',
  title: 'Redis reaches maxmemory and refuses to store sessions',
  steps: [
    {
      at: '0m',
      set: { redisMaxmemoryBytes: 64 * MIB, redisGrowthBytesPerSecond: 24_000 },
      say: 'Redis may use 64 MiB, and keys without an expiry begin to pile up.',
    },
    {
      at: '70m',
      set: { redisMaxmemoryBytes: 256 * MIB, redisGrowthBytesPerSecond: 0 },
      say: 'It gets four times the memory, and what piled up is stopped.',
    },
  ],
  lasts: '85m',
});
