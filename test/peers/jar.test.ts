// Builds every Java peer; on a fresh machine this is where the time goes, later they come from the cache.
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { needJava, peerJar } from './jar.ts';

it.runIf(needJava())('builds every Java peer', { timeout: 600_000 }, async () => {
  const jars = [
    await peerJar('mongowire'),
    await peerJar('spring', 'client1'),
    await peerJar('spring', 'simpleclient'),
  ];
  expect(jars.map((jar) => existsSync(jar))).toEqual([true, true, true]);
});
