// Commands that Redis refuses: what they would tell is missing.

import { valuesOf } from '../../scrape/values.ts';
import type { Finding } from '../finding.ts';
import type { Facts } from '../target.ts';

export function redisRights({ result }: Facts): Finding[] {
  const refused = valuesOf(result.families, 'redis_command_available')
    .filter(({ value }) => value === 0)
    .map(({ labels }) => labels.command ?? '');
  if (refused.length === 0) return [];
  return [
    {
      level: 'info',
      code: 'redis-commands-refused',
      component: 'redis',
      text: `Redis does not answer ${[...new Set(refused)].join(', ')}; what they would tell is left out`,
      remedy: {
        text: 'managed services may not offer these commands at all; if the user lacks rights, grant them (docs/least-privilege.md)',
        lines: [
          'ACL SETUSER <user> +ping +info +client|setname +slowlog|len +slowlog|get +latency|latest +cluster|nodes +cluster|info',
        ],
      },
    },
  ];
}
