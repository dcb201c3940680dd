// What the components noted while they were asked, some of it graver to a person than to a log.
import { type Finding, findingOf, type Level } from '../finding.ts';
import type { Facts } from '../target.ts';

/** On a landing page these are notes; whoever asks what is missing is to be told that they are. */
const GRAVER: ReadonlyMap<string, Level> = new Map([
  ['actuator-password-missing', 'warning'],
  ['actuator-not-exposed', 'warning'],
  ['actuator-json-only', 'warning'],
  ['histograms-off', 'warning'],
]);

/** Measured: with either of these Spring Boot does not start. */
const SPELLING =
  'spelt exactly so: …PERCENTILES_HISTOGRAM_…=true, or a space in the list (100 ms), keeps the backend from starting';

/** Of a part that does not answer at all, hints about its details are not worth saying. */
export function notes({ notes: given, parts }: Facts): Finding[] {
  const down = new Set(
    parts.filter(({ state }) => state === 'down').map(({ component }) => component.name),
  );
  const worth = given.filter((note) => !down.has(note.component) || note.level === 'warning');
  return worth.map(({ component, ...note }) => {
    const finding = { ...findingOf(note), component };
    const level = grave(note.code, note.text) ?? finding.level;
    const { remedy } = finding;
    const risky = remedy?.lines.some((line) => line.includes('_DISTRIBUTION_SLO_'));
    return {
      ...finding,
      level,
      ...(remedy && { remedy: risky ? { ...remedy, caution: SPELLING } : remedy }),
    };
  });
}

function grave(code: string, text: string): Level | undefined {
  // For want of rights somebody can do something; a managed service may not have the command at all.
  if (code === 'mongodb-commands-refused' && text.includes('Unauthorized')) return 'warning';
  return GRAVER.get(code);
}
