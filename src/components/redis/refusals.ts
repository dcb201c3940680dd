// Remembers which commands a server refuses, so that its ACL log and error counters are not filled by us.
import type { SampleSet } from '../../metrics/index.ts';
import { ownMetrics as m } from './metrics/detail.ts';
import type { StoreLabels } from './samples.ts';

/** Rights may be widened while we are connected: ask again once in a while. */
const ASK_AGAIN_MS = 10 * 60_000;

export class Refusals {
  readonly #commands = new Map<string, { readonly available: boolean; readonly at: number }>();

  isRefused(command: string): boolean {
    const known = this.#commands.get(command);
    return known?.available === false && performance.now() - known.at < ASK_AGAIN_MS;
  }

  accepted(command: string): void {
    this.#commands.set(command, { available: true, at: performance.now() });
  }

  refused(command: string): void {
    this.#commands.set(command, { available: false, at: performance.now() });
  }

  /** A new connection may be one to another server, or with other rights. */
  forget(): void {
    this.#commands.clear();
  }

  report(samples: SampleSet, labels: StoreLabels): void {
    for (const [command, { available }] of this.#commands) {
      samples.set(m.commandAvailable, available, { ...labels, command: command.toLowerCase() });
    }
  }
}
