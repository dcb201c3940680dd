// Every real server that a scrape asks, each in a process of its own, with about 1 MB from the actuator.
import { startMongoWire } from '../test/peers/mongowire.ts';
import type { Peer } from '../test/peers/process.ts';
import { startRedis } from '../test/peers/redis.ts';
import { type Spring, startSpring } from '../test/peers/spring.ts';
import { type Supervisord, startSupervisord } from '../test/peers/supervisord.ts';
import { forkStore } from './store.ts';

export const PASSWORD = 'bench';

export interface Upstreams {
  readonly redis: Peer;
  readonly mongo: Peer;
  readonly spring: Spring;
  readonly supervisord: Supervisord;
  readonly rtsUrl: string;
  stop(): Promise<unknown>;
}

export async function startUpstreams(): Promise<Upstreams> {
  const redis = await startRedis();
  const mongo = await startMongoWire();
  // The peer's own health check needs a MongoDB that knows `hello`, which the Java one does not.
  const store = await forkStore();
  const spring = await startSpring({
    internalPassword: PASSWORD,
    exposure: 'prometheus,metrics',
    redisUrl: redis.url,
    mongoUrl: `mongodb://127.0.0.1:${store.mongo}/appsmith?directConnection=true`,
  });
  const supervisord = await startSupervisord();
  await spring.inflate(1700);
  const peers: Pick<Peer, 'stop'>[] = [redis, mongo, store, spring, supervisord];
  const rtsUrl = `http://127.0.0.1:${store.rts}`;
  const stop = () => Promise.all(peers.map((peer) => peer.stop()));
  return { redis, mongo, spring, supervisord, rtsUrl, stop };
}
