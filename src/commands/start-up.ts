// What the log says at start: what is watched, what is not, and how to get it.
import type { Config } from '../config/index.ts';
import type { Note } from '../scrape/component.ts';
import type { Target } from '../scrape/target.ts';
import { logNote } from '../telemetry/changes.ts';
import type { Logger } from '../telemetry/log.ts';

/** One line a target, one for each absent component that a setting would bring, one for each note. */
export function announce(config: Config, targets: readonly Target[], log: Logger): void {
  for (const note of config.notes) logNote(log, note, {});
  targets.forEach((target, i) => {
    const notes: readonly Note[] = config.targets[i]?.notes ?? [];
    watched(target, log);
    for (const note of notes) logNote(log, note, { target: target.name });
  });
}

function watched({ name, members }: Target, log: Logger): void {
  const names = (present: boolean) =>
    members
      .filter(({ configured }) => (configured !== undefined) === present)
      .map(({ component }) => component.name)
      .join(',');
  log.info({ target: name, components: names(true), absent: names(false) }, 'watching');
  for (const { component, absent } of members) {
    if (!absent?.hint) continue;
    const { why, hint } = absent;
    log.info({ target: name, component: component.name, why, remedy: hint }, 'not watched');
  }
}
