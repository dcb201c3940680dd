// Starts a MongoDB wire-protocol server written by others (mongo-java-server): it answers little of what a real one does.
import { peerJar } from './jar.ts';
import { accepts, type Peer, startPeer } from './process.ts';

export { needJava as needMongoWire } from './jar.ts';

/** `version` is what it claims to be; a million small documents take a heap of some 1,200 MB. It knows ping, buildInfo, a short serverStatus, dbStats, aggregate; not hello. */
export async function startMongoWire(
  options: { readonly version?: string; readonly heapMb?: number } = {},
): Promise<Peer> {
  const jar = await peerJar('mongowire');
  const heap = `-Xmx${options.heapMb ?? 64}m`;
  return startPeer('mongowire', (port) => ({
    command: 'java',
    args: [heap, '-XX:+UseSerialGC', '-jar', jar, String(port), options.version ?? '7.0.0'],
    ready: () => accepts(port),
    url: `mongodb://127.0.0.1:${port}`,
    timeoutMs: 30_000,
  }));
}
