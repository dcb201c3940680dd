// Variables that look like the exporter's own but are none.
import type { Note } from '../scrape/component.ts';
import type { Option } from './option.ts';
import type { Environment } from './resolve.ts';
import { closest } from './suggest.ts';

const PREFIX = 'APPSMITH_EXPORTER_';
/** Kubernetes sets these for a Service that is called appsmith-exporter. */
const SERVICE_LINK = /^APPSMITH_EXPORTER_(?:\w+_)?(?:SERVICE_(?:HOST|PORT\w*)|PORT(?:_\d+_\w+)?)$/;

/** A warning for each mistyped variable; only a warning, for the environment is not ours alone. */
export function environmentNotes(env: Environment, options: readonly Option[]): Note[] {
  const own = options.flatMap(({ env: name }) =>
    name === undefined ? [] : [name, `${name}_FILE`],
  );
  const known = new Set([...own, `${PREFIX}CONFIG`]);
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !known.has(name) && !SERVICE_LINK.test(name))
    .map((name) => {
      const meant = closest(
        name.slice(PREFIX.length),
        [...known].map((k) => k.slice(PREFIX.length)),
      );
      const remedy = meant
        ? `did you mean ${PREFIX}${meant}?`
        : 'docs/configuration.md lists them all';
      return { level: 'warning', code: 'unknown-variable', text: `${name} is not known`, remedy };
    });
}
