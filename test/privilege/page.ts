// Reads docs/least-privilege.md: the role, the ACL line and the tables, so that page and tests cannot drift apart.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';

const text = readFileSync(
  fileURLToPath(new URL('../../docs/least-privilege.md', import.meta.url)),
  'utf8',
);

export interface Privilege {
  readonly resource: {
    readonly cluster?: boolean;
    readonly db?: string;
    readonly collection?: string;
  };
  readonly actions: readonly string[];
}

interface Role {
  readonly role: string;
  readonly privileges: readonly Privilege[];
  readonly roles: readonly unknown[];
}

interface User {
  readonly user: string;
  readonly roles: readonly { readonly role: string; readonly db: string }[];
}

/** Runs the page's mongosh lines with a `db` that only remembers what it is given. */
export function mongodbRole(): { role: Role; user: User; database: string } {
  const given: { role?: Role; user?: User; database?: string } = {};
  const db = {
    createRole: (role: Role) => Object.assign(given, { role }),
    createUser: (user: User) => Object.assign(given, { user }),
  };
  const use = (database: string) => Object.assign(given, { database });
  runInNewContext(fenced('js'), { db, use, passwordPrompt: () => '' });
  return given as Required<typeof given>;
}

/** What the page grants besides for counting users and applications. */
export function usageGrant(): { role: string; privileges: Privilege[] } {
  const given: { role: string; privileges: Privilege[] } = { role: '', privileges: [] };
  const db = {
    grantPrivilegesToRole: (role: string, privileges: Privilege[]) =>
      Object.assign(given, { role, privileges }),
  };
  runInNewContext(fenced('js', 1), { db, use: () => undefined });
  return given;
}

/** The words after `ACL SETUSER`, the user's name first. */
export function redisAcl(): { user: string; rules: string[]; placeholder: string } {
  const [user = '', ...rules] = fenced('redis')
    .trim()
    .replace(/^ACL SETUSER /, '')
    .split(/\s+/);
  return { user, rules, placeholder: rules.find((rule) => rule.startsWith('>')) ?? '' };
}

/** The statements that make PostgreSQL's role. */
export const postgresRole = (): string => fenced('sql');

/** What the page grants on a Sentinel that has a password of its own. */
export function sentinelRules(): string[] {
  return /`(\+ping [^`]*\+sentinel\|[^`]*)`/.exec(text)?.[1]?.split(/\s+/) ?? [];
}

/** A row of one of the page's tables: its first cell's code, and the metrics that its last one names. */
export interface Row {
  readonly right: string;
  readonly cells: readonly string[];
  readonly metrics: readonly string[];
}

/** Rows of the table whose first head cell is this word. */
export function table(head: string): Row[] {
  const lines = text.slice(text.indexOf(`\n| ${head} |`) + 1).split('\n');
  const rows = lines.slice(
    2,
    lines.findIndex((line) => !line.startsWith('|')),
  );
  return rows.map((line) => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
    const right = /`([^`]+)`/.exec(cells[1] ?? '')?.[1] ?? '';
    const metrics = [...cells.at(-2)!.matchAll(/`((?:mongodb|redis|pg)_\w+)`/g)].map(([, m]) => m!);
    return { right, cells: cells.slice(1, -1), metrics };
  });
}

function fenced(language: string, at = 0): string {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  const block = [...text.matchAll(fence)][at]?.[1];
  if (block === undefined) throw new Error(`the page has no block of ${language}`);
  return block;
}
