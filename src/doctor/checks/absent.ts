// Parts that are not watched although somebody may want them: why, and what to set.
import { DOCKER_ENV_HANGS } from '../../config/index.ts';
import type { Finding } from '../finding.ts';
import { remedyOf } from '../finding.ts';
import type { Part } from '../part.ts';
import type { Facts } from '../target.ts';

/** With Appsmith's settings unread, absent parts are only what follows from that. */
const UNREAD = new Set(['docker-env-missing', 'docker-env-unreadable', DOCKER_ENV_HANGS]);

export function absentParts({ parts, config }: Facts): Finding[] {
  const consequence = config.notes.some(({ code }) => UNREAD.has(code));
  return parts
    .filter(({ state, hint }) => state === 'absent' && hint !== undefined && !consequence)
    .map((part) => (part.component.name === 'supervisord' ? supervisord(part) : absent(part)));
}

function absent({ component, why, hint = '' }: Part): Finding {
  return {
    level: 'info',
    code: 'component-absent',
    component: component.name,
    text: `${component.title} is not watched: ${why}`,
    remedy: remedyOf(hint),
  };
}

/** The witness of what is embedded: without it a store that is gone may look like one that never was. */
function supervisord({ component, why, hint = '' }: Part): Finding {
  return {
    level: 'warning',
    code: 'supervisor-password-unknown',
    component: component.name,
    text: `${component.title} is not asked, so nobody says which programs run: ${why}`,
    remedy: { text: hint, lines: ['APPSMITH_SUPERVISOR_PASSWORD=<a long random one>'] },
  };
}
