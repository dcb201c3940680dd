// The small part of bash's grammar that lines of assignments are made of.

export const ASSIGN = /([A-Za-z_]\w*)(\+?)=/y;
export const ANYWHERE = /([A-Za-z_]\w*)\+?=/g;
export const BLANKS = /(?:[ \t]|\\\n)+/y;
export const COMMENT = /#[^\n]*/y;
export const EXPORT = /export(?=[ \t\n;]|$)/y;
export const NAME_ONLY = /[A-Za-z_]\w*(?=[ \t\n;]|$)/y;
export const COMPOUND =
  /(?:if|for|while|until|case|select|function|then|else|fi|do|done|esac|\{|\}|\[\[|!|coproc|time|exit|return|exec|eval)(?=[\s;&|<>()]|$)/y;
/** Set by bash itself: a reference to one means whatever Appsmith's shell has there. */
export const SHELLS_OWN =
  /^(?:_|BASH\w*|COMP_\w*|DIRSTACK|EPOCH\w*|E?UID|FUNCNAME|GROUPS|HIST\w*|HOME|HOSTNAME|HOSTTYPE|IFS|LANG|LC_\w+|LINENO|MACHTYPE|MAPFILE|OLDPWD|OPTARG|OPTERR|OPTIND|OSTYPE|PATH|PIPESTATUS|POSIXLY_CORRECT|PPID|PS\d|PWD|RANDOM|READLINE_\w*|REPLY|SECONDS|SHELL|SHELLOPTS|SHLVL|SRANDOM|TERM|TMOUT|TZ|USER)$/;

export const JOINT = /;|&&|\|\||&|\|/y;
export const REDIRECTION = /\d*(?:<<|<[>&]?|>[>&|]?)|&>>?/y;

/** Whether a word may be a brace expansion: `{a,b}` or `{1..9}`. */
export function mayExpand(word: string): boolean {
  const brace = word.indexOf('{');
  return brace >= 0 && (word.includes(',', brace) || word.includes('..', brace));
}

/** Whether a command is run: `unknown` if that depends on one that we do not run. */
export type Fate = 'run' | 'unknown' | 'never';

/** Of the command after a joint, given whether the one before it surely ran and succeeded. */
export function nextFate(joint: string, succeeded: boolean): Fate {
  if (joint === '&&') return succeeded ? 'run' : 'unknown';
  if (joint === '||') return succeeded ? 'never' : 'unknown';
  return joint === '|' ? 'never' : 'run';
}

/** Ends the reading: what comes after it cannot be told. */
export class Stop extends Error {}
