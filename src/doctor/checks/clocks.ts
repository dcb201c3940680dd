// Clocks that differ: graphs and alerts then tell of another time than the logs beside them.
import type { Finding } from '../finding.ts';
import type { Facts } from '../target.ts';

const TOLERATED_MS = 5000;

export function clocks({ clocks: measured, parts }: Facts): Finding[] {
  const off = [...measured].filter(([, ms]) => Math.abs(ms) > TOLERATED_MS);
  const [first] = off;
  if (!first) return [];
  const titles = new Map(parts.map(({ component: { name, title } }) => [name, title]));
  const told = ([name, ms]: readonly [string, number]) =>
    `${titles.get(name) ?? name}’s clock is ${Math.round(Math.abs(ms) / 1000)} s ${ms > 0 ? 'ahead of' : 'behind'} the exporter’s`;
  // Where all agree with each other, ours is the one that is wrong.
  const ours = off.length > 1 && off.length === measured.size;
  return [
    {
      level: 'warning',
      code: 'clocks-differ',
      ...(off.length === 1 && { component: first[0] }),
      text: off.map(told).join('; '),
      remedy: {
        text: ours
          ? 'synchronise the clock of the machine that the exporter runs on'
          : 'synchronise the clocks of both machines',
        lines: ['sudo timedatectl set-ntp true'],
      },
    },
  ];
}
