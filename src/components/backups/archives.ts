// Which files are archives of a backup, of what, and from when: appsmithctl's own and those of a script.

/** `full` is appsmithctl's archive of everything; the others are one thing each. */
export const KINDS = ['full', 'mongodb', 'git', 'configuration', 'postgres'] as const;
export type Kind = (typeof KINDS)[number];

export interface Archive {
  readonly kind: Kind;
  readonly name: string;
  readonly bytes: number;
  /** When it was made, milliseconds since the epoch. */
  readonly at: number;
  readonly encrypted: boolean;
}

const FULL = /^appsmith-backup-(.+)\.tar\.gz(\.enc)?$/;
/** The script of a widespread tutorial writes `mongo_<stamp>.tar.gz`, `git_repos_…`, `config_…` into one folder. */
const BY_PREFIX: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [/^(mongo|mongodb)[_-]/, 'mongodb'],
  [/^git(_repos|-repos)?[_-]/, 'git'],
  [/^(config|configuration)[_-]/, 'configuration'],
  [/^(postgres|postgresql|pg|keycloak)[_-]/, 'postgres'],
];
const ENDINGS = /\.(tar|tgz|gz|bz2|xz|zst|zip|archive|dump|sql|bson)(\.enc|\.gpg|\.age)?$/;
const ENCRYPTED = /\.(enc|gpg|age)$/;
/** `2026-11-21T02-00-00.000Z`: ISO 8601 with dashes for colons. */
const STAMP = /^(\d{4}-\d{2}-\d{2}T\d{2})-(\d{2})-(\d{2}(?:\.\d+)?)Z$/;

/** What a file's name says of it; `at` in milliseconds since the epoch. */
export interface Named {
  readonly kind: Kind;
  readonly encrypted: boolean;
  readonly at?: number | undefined;
}

/** Undefined for what is no archive. */
export function archiveOf(name: string): Named | undefined {
  const encrypted = ENCRYPTED.test(name);
  const full = FULL.exec(name);
  if (full) return { kind: 'full', encrypted, at: timeOf(full[1]!) };
  if (!ENDINGS.test(name)) return undefined;
  const kind = BY_PREFIX.find(([pattern]) => pattern.test(name))?.[1];
  return kind && { kind, encrypted };
}

/** Milliseconds since the epoch. */
function timeOf(stamp: string): number | undefined {
  const at = Date.parse(stamp.replace(STAMP, '$1:$2:$3Z'));
  return Number.isNaN(at) ? undefined : at;
}
