// Warns of an APPSMITH_INTERNAL_PASSWORD that is not set, or empty, where no answer of the backend says so already.
import type { Finding } from '../finding.ts';
import { isCutOff, settingLine } from '../part.ts';
import type { Facts } from '../target.ts';

const NAME = 'APPSMITH_INTERNAL_PASSWORD';
const OWN = { key: 'internal_password_file' };
/** Notes of the backend that say what comes of it. */
const TOLD = new Set([
  'actuator-password-missing',
  'actuator-open-to-all',
  'actuator-web-page',
  'actuator-unauthorized',
]);

export function internalPassword({ config, notes, parts }: Facts): Finding[] {
  const backend = parts.find(({ component }) => component.name === 'backend');
  if (!backend || backend.state === 'absent' || isCutOff(parts)) return [];
  if (backend.found.some(({ setting }) => setting === 'internal_password')) return [];
  if (notes.some(({ code }) => TOLD.has(code))) return [];
  const empty = config.notes.find(({ code, text }) => {
    return code === 'empty-variable' && text.includes(NAME);
  });
  return [
    {
      level: 'warning',
      code: 'internal-password-unset',
      component: 'backend',
      text: empty?.text ?? `${NAME} is not set, so the exporter cannot read the backend’s actuator`,
      remedy: {
        text: 'set it in Appsmith’s environment or docker.env, and restart Appsmith once',
        lines: [
          `${NAME}=<a long random one>`,
          ...(backend.named === undefined
            ? []
            : [settingLine(backend, OWN, '<path of a file with it>')]),
        ],
      },
    },
  ];
}
