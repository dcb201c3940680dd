// The reader of docker.env against bash itself: whatever it says a variable holds, bash says too.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAssignments } from '../../src/config/shell/assignments.ts';
import { need } from '../peers/need.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'shell-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

// A bash for each text, started by one bash: a subshell would not do, it ends at some errors.
const SOURCE = `
set -a; . "$0" > /dev/null
for name in A B C D E; do [[ -v $name ]] && printf '%s=%s\\0' "$name" "\${!name}"; done`;
const EACH = `
for file; do
  /bin/bash --norc --noprofile -c "$SOURCE" "$file"; printf '\\1\\0'
done 2>/dev/null`;

/** The variables A to E as bash has them after sourcing each of the texts. */
function bash(texts: readonly string[]): Map<string, string>[] {
  const files = texts.map((text, i) => {
    const file = join(dir, `${i}.env`);
    writeFileSync(file, text);
    return file;
  });
  const { stdout } = spawnSync('/bin/bash', ['--norc', '--noprofile', '-c', EACH, '-', ...files], {
    cwd: dir,
    env: { PATH: join(dir, 'nothing'), SOURCE },
    encoding: 'utf8',
    timeout: 15_000,
  });
  return stdout.split('\x01\0').slice(0, -1).map(pairs);
}

function pairs(output: string): Map<string, string> {
  const lines = output.split('\0').slice(0, -1);
  return new Map(lines.map((line) => [line.slice(0, 1), line.slice(2)]));
}

/** What the reader says of A to E. */
function ours(text: string): Map<string, string> {
  const { variables } = readAssignments(text);
  const found = [...variables].filter(([name]) => /^[A-E]$/.test(name));
  return new Map(found.map(([name, { value }]) => [name, value]));
}

const sorted = (map: Map<string, string>) => [...map].sort();

const key = fc.constantFrom('A', 'B', 'C', 'D', 'E');
const plain = fc.string({ unit: fc.constantFrom(...'ab01-_/@%+^[]{}#=:?'), maxLength: 8 });
const any = fc.string({ unit: fc.constantFrom(...'ab \t\n#=;&|<>()\'"$`\\é~*?!{}'), maxLength: 8 });

const quote = {
  single: (text: string) => `'${text.replaceAll("'", "'\\''")}'`,
  double: (text: string) => `"${text.replace(/["$`\\]/g, '\\$&')}"`,
  escaped: (text: string) => text.replace(/[^\n]/g, '\\$&').replaceAll('\n', "'\n'"),
  ansi: (text: string) =>
    `$'${text.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\x09')}'`,
};

const atom: fc.Arbitrary<string> = fc.oneof(
  plain,
  any.map(quote.single),
  any.map(quote.double),
  any.map(quote.escaped),
  any.map(quote.ansi),
  key.map((k) => `$${k}`),
  key.map((k) => `\${${k}}`),
  fc.tuple(key, key).map(([a, b]) => `"x$${a}-\${${b}}\\\n"`),
  fc
    .tuple(key, fc.constantFrom('-', ':-', '+', ':+'), plain, any)
    .map(
      ([k, op, text, quoted]) =>
        `\${${k}${op}${text.replace(/[{}~]/g, '')}${quote.single(quoted)}}`,
    ),
  fc.tuple(key, fc.constantFrom('-', ':-', '+', ':+'), any).map(
    ([k, op, text]) =>
      `"\${${k}${op}${text
        .replaceAll("'", '')
        .replace(/["$`\\}]/g, '\\$&')
        .replaceAll('(', '')}}"`,
  ),
);
const word = fc.array(atom, { maxLength: 4 }).map((atoms) => atoms.join(''));
const assignment = fc.tuple(key, fc.constantFrom('=', '=', '=', '+='), word).map((p) => p.join(''));
const statement = fc.oneof(
  assignment,
  fc
    .array(assignment, { minLength: 1, maxLength: 3 })
    .map((list) => `  ${list.join(' \t')}  # it's "odd`),
  fc.array(assignment, { minLength: 1, maxLength: 2 }).map((list) => `export ${list.join(' ')}`),
  fc.array(assignment, { minLength: 2, maxLength: 3 }).map((list) => list.join(' ; ')),
  fc.constantFrom('', '# a comment \\', 'export A', '\\\n', 'A= # nothing'),
);

describe.runIf(need('bash', 'apt-get install bash'))('readAssignments, against bash', () => {
  it('reads every way to write a value, and refuses none of them', () => {
    const file = fc
      .tuple(fc.array(statement, { maxLength: 6 }), fc.constantFrom('', '\n'))
      .map(([lines, end]) => lines.join('\n') + end);
    fc.assert(
      fc.property(batchOf(file), (texts) => {
        for (const text of texts) expect(readAssignments(text).refusals, text).toEqual([]);
        expect(texts.map(ours).map(sorted)).toEqual(bash(texts).map(sorted));
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['without parentheses', `AB=+'"$ \\\n;&|<>#ab{}~:-\``],
    ['without braces and &', `AB=+'"$ \\\n;|<>#ab()~:-\``],
  ])('never says what bash does not, on any soup %s', (_, alphabet) => {
    const pieces = ['A=', 'B=', '\nA=', 'export ', `\${A:-`, ' && ', ' || '];
    const soup = fc.string({ unit: fc.constantFrom(...alphabet, ...pieces), maxLength: 24 });
    fc.assert(
      fc.property(batchOf(soup), (texts) => {
        const real = bash(texts);
        expect(real).toHaveLength(texts.length);
        texts.forEach((text, i) => {
          for (const [name, value] of ours(text)) expect(real[i]!.get(name), text).toBe(value);
        });
      }),
      { numRuns: 15 },
    );
  });
});

/** One bash for many texts, or the tests would do nothing but start processes. */
function batchOf(text: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return fc.array(text, { minLength: 1, maxLength: 50, size: 'max' });
}

describe('readAssignments', () => {
  it('remembers the line on which each variable was set last', () => {
    const { variables } = readAssignments('# 1\nA="2\n3"\n\nB=5 C=\\\n6\nexport A=7\n');
    expect([...variables].map(([name, { line }]) => [name, line])).toEqual([
      ['A', 7],
      ['B', 5],
      ['C', 5],
    ]);
  });

  it.each([
    ['A=$(id)', 'a command substitution is not run'],
    ['A=`id`', 'a command substitution is not run'],
    ['A="x$((1+1))"', 'a command substitution is not run'],
    ['A=~/x', 'a ~ stands for a home folder'],
    ['A=pa$$word', '$$ depends on the running shell'],
    ['A=$HOSTNAME', 'it uses HOSTNAME, whose value is not known'],
    [`A=\${B%x}`, 'this form of a $ with braces is not understood'],
    ["A=$'\\xff'", 'an escape in it depends on the locale'],
    ['A=x?b=1&c=2', 'a & outside quotes: bash does not set what stands before it'],
    ['A=1 > file', 'a redirection may fail'],
    ['true && A=1', 'a command decides whether it is set'],
  ])('refuses %j: %s', (text, why) => {
    const { variables, refusals } = readAssignments(`A=before\n${text}\nB=after`);
    expect(refusals).toContainEqual({ line: 2, key: 'A', why });
    expect(variables.get('B')?.value).toBe('after');
    expect(variables.get('A')?.value).toBe(text.includes('&c') ? 'before' : undefined);
  });

  it.each([
    ["A='open", 'a single quote is opened here and never closed: nothing after it is read'],
    ['A="open', 'a double quote is opened here and never closed: nothing after it is read'],
    ['if true; then', 'a shell program begins, which is not run: nothing after it is read'],
    ['A=(1 2)', 'an array begins, which is not understood: nothing after it is read'],
    ['A=x)', 'a parenthesis outside quotes is not understood: nothing after it is read'],
    ['cat <<X', 'a here-document begins, which is not understood: nothing after it is read'],
  ])('stops at %j', (text, why) => {
    const { variables, refusals } = readAssignments(`B=1\nA=2\n${text}\nA=3\nC=4`);
    expect(refusals.at(-1)).toEqual({ line: 3, why });
    expect([...variables.keys()]).toEqual(['B']);
  });

  it('does not run a command, and does not set what stands before it', () => {
    const { variables, refusals } = readAssignments('A=1\nA= 2\nrm -rf /x; B=3\n');
    expect(variables.get('A')?.value).toBe('1');
    expect(variables.get('B')?.value).toBe('3');
    expect(refusals).toHaveLength(2);
  });
});
