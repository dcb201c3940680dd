// Spoils expositions: random but repeatable changes of bytes and lines, as broken upstreams and proxies make them.

export type Random = () => number;

/** Numbers in [0, 1), the same for the same seed. */
export function randomOf(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const below = (random: Random, n: number): number => Math.floor(random() * n);
export const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)]!;

/** Pieces that parsers stumble over. */
const BAIT = [
  ...[
    '"',
    '\\',
    '\n',
    '{',
    '}',
    ',',
    '=',
    ' ',
    '\t',
    '\r',
    '\r\n',
    '#',
    '\0',
    '_',
    '.',
    '-',
    '+',
    'e',
    '9',
  ],
  ...[
    '"} ',
    '{}',
    ',}',
    '=""',
    '\\"',
    '\\\\',
    '\\n',
    ' # {a="b"} 1',
    ' # {a="b"} 1 2',
    '# EOF\n',
    '# HELP ',
    '# UNIT ',
  ],
  ...[
    'NaN',
    'Inf',
    '+Inf',
    '-Inf',
    '1e999',
    '0x1p3',
    '-1',
    ' 1600000000',
    'le="5"',
    'le="1e6"',
    'le="abc",',
    'le="",',
  ],
  ...[
    '# TYPE a histogram\n',
    '# TYPE a summary\n',
    '# TYPE a counter\n',
    '_total',
    '_bucket',
    '_count',
    '_created',
    '_info',
  ],
  ...[
    '__name__="x",',
    'quantile="0.5"',
    '"a.b"',
    '{"a.b",c="d"} 1\n',
    'a 1\n',
    'fooBar{errorCode="1"} 1\n',
    'ü',
    '🦉',
    '\u2028',
  ],
];

type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

const cutOut = (bytes: Buffer, at: number, length: number, insert: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + length)]);

/** A run of whole lines. */
function lines(bytes: Buffer, random: Random, most: number): [at: number, length: number] {
  const at = bytes.lastIndexOf(10, below(random, bytes.length)) + 1;
  let end = at;
  for (let n = 1 + below(random, most); n > 0 && end < bytes.length; n--) {
    const newline = bytes.indexOf(10, end);
    end = newline < 0 ? bytes.length : newline + 1;
  }
  return [at, end - at];
}

const NOTHING = Buffer.alloc(0);

const MUTATIONS: readonly Mutation[] = [
  function flipBit(bytes, random) {
    const at = below(random, bytes.length);
    const copy = Buffer.from(bytes);
    copy[at] = copy[at]! ^ (1 << below(random, 8));
    return copy;
  },
  function insertBait(bytes, random) {
    return cutOut(bytes, below(random, bytes.length), 0, Buffer.from(pick(random, BAIT)));
  },
  function replaceByBait(bytes, random) {
    const at = below(random, bytes.length);
    return cutOut(bytes, at, below(random, 12), Buffer.from(pick(random, BAIT)));
  },
  function deleteBytes(bytes, random) {
    return cutOut(bytes, below(random, bytes.length), 1 + below(random, 40), NOTHING);
  },
  function deleteLines(bytes, random) {
    return cutOut(bytes, ...lines(bytes, random, 10), NOTHING);
  },
  function moveLines(bytes, random) {
    const [at, length] = lines(bytes, random, 10);
    const moved = Buffer.from(bytes.subarray(at, at + length));
    const rest = cutOut(bytes, at, length, NOTHING);
    return cutOut(rest, rest.lastIndexOf(10, below(random, rest.length + 1)) + 1, 0, moved);
  },
  function repeatLines(bytes, random) {
    const [at, length] = lines(bytes, random, 10);
    return cutOut(bytes, at, 0, Buffer.from(bytes.subarray(at, at + length)));
  },
  function splice(bytes, random, other) {
    const [from, length] = lines(other, random, 30);
    const [at, gone] = lines(bytes, random, 3);
    return cutOut(bytes, at, random() < 0.5 ? 0 : gone, other.subarray(from, from + length));
  },
  function swapNewlines(bytes, random) {
    const [at, length] = lines(bytes, random, 20);
    const text = bytes.toString('latin1', at, at + length).replaceAll('\n', '\r\n');
    return cutOut(bytes, at, length, Buffer.from(text, 'latin1'));
  },
  function cutOff(bytes, random) {
    return random() < 0.7 ? bytes : bytes.subarray(0, below(random, bytes.length));
  },
];

/** A body with one to a dozen changes. */
export function mutated(body: Buffer, other: Buffer, random: Random): Buffer {
  let bytes = body;
  for (let n = 1 + below(random, 12); n > 0 && bytes.length > 1; n--) {
    bytes = pick(random, MUTATIONS)(bytes, random, other);
  }
  return bytes;
}

/** Some whole lines in a row, so that a run sees many different bodies in little time. */
export function excerpt(body: Buffer, random: Random): Buffer {
  const [at, length] = lines(body, random, 150);
  return Buffer.from(body.subarray(at, at + length));
}

const VALUES = ['0', '7', '12345678', '0.5', '1.7976931348623157E308', '1e-9', 'NaN', '-3', '+Inf'];

/** A share of the values other than they were: longer, shorter, negative, no numbers. */
export function revalued(body: Buffer, random: () => number, share: number): Buffer {
  const text = body.toString('latin1').replace(/^([^#\n].* )(\S+)$/gm, (line, key) => {
    return random() < share ? key + VALUES[Math.floor(random() * VALUES.length)] : line;
  });
  return Buffer.from(text, 'latin1');
}
