// Asks the exporter over HTTP as Prometheus does, on kept connections, and reads what long runs look at.
import { Agent, get } from 'node:http';

/** One answer: whether it came whole and in time is for the caller to say. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly seconds: number;
}

export const agent = new Agent({ keepAlive: true, maxSockets: 200 });

export function scrape(url: string, timeoutSeconds: number): Promise<Answer> {
  const started = performance.now();
  const headers = { 'x-prometheus-scrape-timeout-seconds': String(timeoutSeconds) };
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const seconds = (performance.now() - started) / 1000;
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, text, seconds });
      });
    }).on('error', reject);
  });
}

/** Names and labels of all series but the exporter's own, which come and go with what happens to it. */
export function seriesIn(text: string): Set<string> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const keys = lines.map((line) => line.slice(0, line.lastIndexOf(' ')));
  return new Set(keys.filter((key) => !key.startsWith('appsmith_exporter_')));
}

/** A number given as `--name=N`. */
export function flag(name: string, otherwise: number): number {
  const given = process.argv.find((arg) => arg.startsWith(`--${name}=`));
  return given === undefined ? otherwise : Number(given.slice(name.length + 3));
}
