// Starts a real Temporal server, built with Go once: sqlite in memory, its own metrics on, nobody need log in.
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtOnce } from './cache.ts';
import { need } from './need.ts';
import { accepts, freePort, type Peer, startPeer } from './process.ts';

const run = promisify(execFile);
export const TEMPORAL_VERSION = '1.32.0';
const PACKAGE = `go.temporal.io/server/cmd/server@v${TEMPORAL_VERSION}`;

export interface Temporal extends Peer {
  /** Of its own metrics. */
  readonly metricsUrl: string;
}

export const needTemporal = (): boolean =>
  need(
    'go',
    'install Go 1.26 from https://go.dev/dl; the server is then built once, in some minutes',
  );

/** Resolves once its gRPC port accepts connections; `ready` says when it really serves. */
export async function startTemporal(ready: (url: string) => Promise<boolean>): Promise<Temporal> {
  const folder = await builtOnce('temporal', [PACKAGE], async (target) => {
    const env = { ...process.env, GOBIN: target, CGO_ENABLED: '0' };
    await run('go', ['install', PACKAGE], { env, maxBuffer: 1 << 26 });
  });
  const metrics = await freePort();
  const peer = await startPeer('temporal', async (port, dir) => {
    const url = `http://127.0.0.1:${port}`;
    mkdirSync(join(dir, 'config'));
    writeFileSync(
      join(dir, 'config/peer.yaml'),
      JSON.stringify(await configuration(port, metrics)),
    );
    return {
      command: join(folder, 'server'),
      args: ['--root', dir, '--config', 'config', '--env', 'peer', '--allow-no-auth', 'start'],
      url,
      ready: async () => (await accepts(port)) && ready(url),
      timeoutMs: 90_000,
    };
  });
  return { ...peer, metricsUrl: `http://127.0.0.1:${metrics}/metrics` };
}

/** JSON is YAML. */
async function configuration(port: number, metrics: number): Promise<unknown> {
  const store = {
    sql: {
      pluginName: 'sqlite',
      databaseName: 'default',
      connectAddr: 'localhost',
      connectProtocol: 'tcp',
      connectAttributes: { mode: 'memory', cache: 'private' },
      maxConns: 1,
      maxIdleConns: 1,
    },
  };
  const service = async (grpcPort: number) => ({
    rpc: { grpcPort, membershipPort: await freePort(), bindOnLocalHost: true },
  });
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'main',
      visibilityStore: 'visibility',
      numHistoryShards: 1,
      datastores: { main: store, visibility: store },
    },
    global: {
      membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' },
      metrics: {
        prometheus: {
          framework: 'tally',
          timerType: 'histogram',
          listenAddress: `127.0.0.1:${metrics}`,
        },
      },
    },
    services: {
      frontend: await service(port),
      matching: await service(await freePort()),
      history: await service(await freePort()),
      worker: await service(await freePort()),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `localhost:${port}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
  };
}
