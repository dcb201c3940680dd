// Starts a MongoDB wire-protocol server written by others (mongo-java-server): it answers little of what a real one does.
import { peerJar } from './jar.ts';
import { accepts, type Peer, startPeer } from './process.ts';

export { needJava as needMongoWire } from './jar.ts';

/** `version` is what it claims to be. It knows ping, buildInfo, a short serverStatus, dbStats, aggregate; not hello. */
export async function startMongoWire(options: { version?: string } = {}): Promise<Peer> {
  const jar = await peerJar('mongowire');
  return startPeer('mongowire', (port) => ({
    command: 'java',
    args: ['-Xmx64m', '-XX:+UseSerialGC', '-jar', jar, String(port), options.version ?? '7.0.0'],
    ready: () => accepts(port),
    url: `mongodb://127.0.0.1:${port}`,
    timeoutMs: 30_000,
  }));
}
