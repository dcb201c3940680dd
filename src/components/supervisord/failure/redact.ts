// A line of somebody's log made fit to be shown: without what looks like a secret, and short.

/** What is read of a line at all: the patterns take their time with longer ones. */
const MAX_READ = 1000;
const MAX_LENGTH = 240;
const SHORTENED = '…';
const HIDDEN = '***';

/** Each hides more than it must rather than less; the words around it stay. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // Credentials in URLs, also where the password holds an unescaped `@`.
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/"'<>]*@/gi, `$1${HIDDEN}@`],
  // `Authorization: Basic …`, `Bearer …`
  [/\b(basic|bearer|digest)\s+[A-Za-z0-9._~+/=-]{6,}/gi, `$1 ${HIDDEN}`],
  // name=value, "name": "value", name: value where the name says that the value is secret
  [
    /((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|encryption|salt|credential|authorization|cookie|session)[\w.-]*["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/gi,
    `$1${HIDDEN}`,
  ],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, HIDDEN],
  // Keys and hashes: long runs of what no word is made of.
  [/\b(?=[A-Za-z0-9+/_-]*\d)(?=[A-Za-z0-9+/_-]*[A-Za-z])[A-Za-z0-9+_-]{24,}={0,2}/g, HIDDEN],
];

/** One printable line of at most 240 characters. */
export function withoutSecrets(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a log may hold a terminal's colours
  const plain = line.replace(/\u001b\[[\d;]*m/g, '').replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
  // What is cut in the middle of a secret would not be known for one any more.
  const part = plain.length <= MAX_READ ? plain : plain.slice(0, MAX_READ).replace(/\S*$/, '');
  const hidden = SECRETS.reduce((text, [pattern, by]) => text.replace(pattern, by), part);
  return hidden.length <= MAX_LENGTH ? hidden : hidden.slice(0, MAX_LENGTH) + SHORTENED;
}
