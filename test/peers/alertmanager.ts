// Starts a real Alertmanager with a given configuration, posts alerts to it and asks what became of them; and amtool.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { need } from './need.ts';
import { httpStatus, type Peer, startPeer, until } from './process.ts';
import { pipeInto } from './promtool.ts';

export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface AlertState {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[] };
  readonly receivers: readonly { readonly name: string }[];
}

export interface Alertmanager extends Peer {
  post(alerts: readonly PostedAlert[]): Promise<void>;
  /** Every alert that it holds, once it has looked at each. */
  alerts(): Promise<AlertState[]>;
}

const INSTALL = 'apt-get install prometheus-alertmanager';
export const needAlertmanager = (): boolean => need('prometheus-alertmanager', INSTALL);
export const needAmtool = (): boolean => need('amtool', INSTALL);

/** Starts it on a free port, without its cluster, from the text of a configuration file. */
export async function startAlertmanager(
  config: string,
  binary = 'prometheus-alertmanager',
): Promise<Alertmanager> {
  const peer = await startPeer('alertmanager', (port, dir) => {
    const file = join(dir, 'alertmanager.yml');
    writeFileSync(file, config);
    const url = `http://127.0.0.1:${port}`;
    return {
      command: binary,
      args: [
        `--config.file=${file}`,
        `--storage.path=${join(dir, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        // Empty switches the cluster off, which would listen on a port of its own.
        '--cluster.listen-address=',
      ],
      ready: async () => (await httpStatus(`${url}/-/ready`)) === 200,
      url,
    };
  });
  return { ...peer, post: (alerts) => post(peer.url, alerts), alerts: () => settled(peer.url) };
}

async function post(url: string, alerts: readonly PostedAlert[]): Promise<void> {
  const response = await fetch(`${url}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(alerts),
  });
  if (!response.ok) throw new Error(`Alertmanager: ${response.status} ${await response.text()}`);
}

/** A state of `unprocessed` means that no route has looked at it yet. */
async function settled(url: string): Promise<AlertState[]> {
  let seen: AlertState[] = [];
  const all = async () => {
    seen = (await (await fetch(`${url}/api/v2/alerts`)).json()) as AlertState[];
    return seen.every(({ status }) => status.state !== 'unprocessed');
  };
  await until(all, () => `not looked at: ${JSON.stringify(seen)}`);
  return seen;
}

export const amtool = (...args: string[]) => pipeInto('amtool', args, '');
