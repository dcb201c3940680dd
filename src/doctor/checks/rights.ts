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
        text: 'if the user lacks rights, grant them; managed services may not offer these commands at all',
        lines: [
          'ACL SETUSER <user> +ping +info +slowlog|len +slowlog|get +latency|latest +config|get',
        ],
      },
    },
  ];
}
