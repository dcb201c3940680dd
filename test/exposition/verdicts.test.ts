// Line by line: what we refuse beside what a real Prometheus refuses, and that both read the same from the rest.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needPrometheus, type Prometheus, startPrometheus } from '../peers/prometheus.ts';
import { translated } from './support.ts';

/** Both have the same opinion of these. */
const AGREED = [
  ...[
    'a 1',
    'a{x="1"} 2',
    'a{x="1",} 2',
    'a{} 2',
    'a{ } 2',
    'a{x="1"}2',
    'a  2',
    'a\t2',

    'a 2 ',
  ],
  ...[
    'a{x = "1"} 2',
    'a{ x="1" , y="2" } 2',
    'a:b 2',
    ':a 2',
    '_a 2',
    'a{_x="1"} 2',
    'a 2 1600000000000',
  ],
  ...[
    'a +1.5',
    'a .5',
    'a 5.',
    'a 1E-7',
    'a NaN',
    'a nan',
    'a +Inf',
    'a -Inf',
    'a Inf',
    'a INF',
    'a -infinity',
    'a -0',
  ],
  ...[
    'a{x=""} 2',
    'a{x="",y="1"} 2',
    'a{x="ü"} 2',
    'a{x="🦉"} 2',
    'a{x="{id}"} 2',
    'a{x="a,b=\\"c\\""} 2',
  ],
  ...[
    'a{x="a\\\\b"} 2',
    'a{x="a\\nb"} 2',
    'a{x="a\\"b"} 2',
    'a{x="#"} 2',
    'a{x="nul\0"} 2',
    'a{x="cr\rcr"} 2',
  ],
  ...[
    'a',
    'a{x="1"}',
    'a{x="1" 2',
    'a{x="1} 2',
    'a{x=1} 2',
    'a{x} 2',
    'a{,} 2',
    'a{x="1",,y="2"} 2',
  ],
  ...[
    'a{1x="1"} 2',
    'a{x:y="1"} 2',
    'a-b 2',
    '1a 2',
    'a 2 now',
    'a 2 3 4',
    '<html>',
    '{"status":"UP"}',
  ],
  ...[
    'a 1,5',
    'a 0x10',
    'a 0x1p3',
    'a 1_000',
    'a{__name__="b"} 2',
    'a true',
    'a 1e',
    'a 1e999',
    'a +NaN',
    'a -1e999',
    'a NaN5',
    `a ${'9'.repeat(250)}e99`,
  ],
  ...[
    'a 1e-999',
    'a 1.7976931348623157e308',
    'a 1.7976931348623159e308',
    'a 0.1e1',
    'a 00012',
    'a +',
  ],
  ...[
    'a{x="1",x="2"} 2',
    'ü 2',
    'a{ü="1"} 2',
    'a 2 # {x="1"} 3',
    '# HELP a b',
    '# hello',
    '#',
    '  # x',
  ],
] as const;

/** Differences, and why. */
const DIFFERENT: readonly (readonly [line: string, ours: 'taken' | 'refused', why: string])[] = [
  ['a{x="1"y="2"} 2', 'refused', 'its lexer needs no comma; every specification does'],
  ['a 2\r', 'taken', 'Windows line ends are no reason to lose a body'],
  ['  a 2', 'taken', 'indentation does no harm'],
  ['a 2 -5', 'taken', 'its lexer knows no timestamps before 1970'],
  ['a 2 1.5', 'taken', 'a timestamp is read and left out, so its spelling matters less'],
  ['a{"c.d"="e"} 2', 'taken', 'quoted names are of Prometheus 3; they are written as legal ones'],
  ['{"a.b",c="d"} 2', 'taken', 'the same'],

  [
    'a{x="\\q"} 2',
    'refused',
    'it keeps an unknown escape as it stands, other parsers refuse the body',
  ],
];

describe.runIf(needPrometheus())('lines', () => {
  let server: Server;
  let prometheus: Prometheus;
  const lines = [...AGREED, ...DIFFERENT.map(([line]) => line)];
  const ours = new Map(lines.map((line) => [line, translated(`${line}\n`)]));
  const up = new Map<string, boolean>();

  beforeAll(async () => {
    server = createServer((request, response) => {
      const [, kind, index] = (request.url ?? '').split('/');
      const line = lines[Number(index)] ?? '';
      response.setHeader('Content-Type', 'text/plain; version=0.0.4');
      response.end(kind === 'theirs' ? `${line}\n` : ours.get(line)?.text);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const targets = [`127.0.0.1:${(server.address() as AddressInfo).port}`];
    prometheus = await startPrometheus({
      config: { global: { scrape_interval: '4s', scrape_timeout: '4s' } },
      scrapeConfigs: lines.flatMap((_, i) =>
        ['theirs', 'ours'].map((kind) => ({
          job_name: `${kind}/${i}`,
          metrics_path: `/${kind}/${i}`,
          honor_timestamps: false,
          static_configs: [{ targets }],
        })),
      ),
    });
    for (const { job, health } of await prometheus.scraped()) up.set(job, health === 'up');
  });

  afterAll(async () => {
    await prometheus?.stop();
    server?.closeAllConnections();
    server?.close();
  });

  const takenByUs = (line: string) => Object.keys(ours.get(line)?.dropped ?? {}).length === 0;
  const takenByPrometheus = (line: string) => up.get(`theirs/${lines.indexOf(line)}`);

  it('are taken and refused by both', () => {
    const differing = AGREED.filter((line) => takenByUs(line) !== takenByPrometheus(line));
    expect(differing.map((line) => `${takenByUs(line) ? 'we take' : 'it takes'} ${line}`)).toEqual(
      [],
    );
  });

  it('are taken by one alone for a reason', () => {
    const verdicts = DIFFERENT.map(([line, , why]) => ({
      line,
      why,
      ours: takenByUs(line) ? 'taken' : 'refused',
      theirs: takenByPrometheus(line) ? 'taken' : 'refused',
    }));
    expect(verdicts).toEqual(
      DIFFERENT.map(([line, ours, why]) => ({
        line,
        why,
        ours,
        theirs: ours === 'taken' ? 'refused' : 'taken',
      })),
    );
  });

  it('come out so that it takes them all', () => {
    const refused = lines.filter((_, i) => up.get(`ours/${i}`) !== true);
    expect(refused).toEqual([]);
  });

  it('say the same when they come out', async () => {
    const points = await prometheus.query('{job=~"(ours|theirs)/.*",__name__!~"up|scrape_.*"}');
    const seen = (kind: string, i: number) =>
      points
        .filter(({ labels }) => labels.job === `${kind}/${i}`)
        .map(({ labels: { job, instance, ...rest }, value }) => [rest, value]);
    for (const [i, line] of lines.entries()) {
      if (!takenByUs(line) || !takenByPrometheus(line)) continue;
      expect([line, seen('ours', i)]).toEqual([line, seen('theirs', i)]);
    }
    expect(points.length).toBeGreaterThan(80);
  });
});
