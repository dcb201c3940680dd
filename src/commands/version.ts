// Which build this is.
import manifest from '../../package.json' with { type: 'json' };

/** Put in by the build; not defined when the sources run as they are. */
declare const __REVISION__: string | undefined;

export const VERSION: string = manifest.version;
/** The commit it was built from, or `unknown`. */
export const REVISION: string = typeof __REVISION__ === 'string' ? __REVISION__ : 'unknown';
