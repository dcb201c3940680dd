// What may be exposed about supervisord and the programs that it runs inside Appsmith's container.
import { type Catalogue, counter, gauge, info } from '../../metrics/index.ts';

const SOURCE = 'supervisor.getAllProcessInfo';

/** Every `state` of a process; one of them is 1 at a time. */
export const PROCESS_STATES = [
  'RUNNING',
  'STARTING',
  'BACKOFF',
  'STOPPING',
  'STOPPED',
  'EXITED',
  'FATAL',
  'UNKNOWN',
] as const;

/** Every `state` of supervisord itself. */
export const SUPERVISOR_STATES = ['RUNNING', 'RESTARTING', 'SHUTDOWN', 'FATAL'] as const;

export const supervisordMetrics = {
  info: info({
    name: 'appsmith_supervisord_info',
    help: 'Version of supervisord, as a label.',
    source: 'supervisor.getSupervisorVersion',
    labels: ['version'],
  }),
  state: gauge({
    name: 'appsmith_supervisord_state',
    help: 'State of supervisord itself: 1 for the one it is in, 0 for the others.',
    source: 'supervisor.getState: `statename`',
    labels: ['state'],
  }),
  processUp: gauge({
    name: 'appsmith_process_up',
    help: 'Whether supervisord says that the program runs (1) or is in any other state (0); running is not healthy.',
    source: `${SOURCE}: \`statename\` is RUNNING`,
    labels: ['process'],
  }),
  processState: gauge({
    name: 'appsmith_process_state',
    help: 'State of a program: 1 for the one it is in, 0 for the others.',
    source: `${SOURCE}: \`statename\``,
    labels: ['process', 'state'],
  }),
  startTime: gauge({
    name: 'appsmith_process_start_time_seconds',
    help: 'When the program was started last, in seconds since 1970; absent if it never was.',
    source: `${SOURCE}: \`start\``,
    unit: 'seconds',
    labels: ['process'],
  }),
  restarts: counter({
    name: 'appsmith_process_restarts_total',
    help: 'Times that the program was found started anew since the exporter began to watch; several between two scrapes count as one.',
    source: `${SOURCE}: \`start\` or \`pid\` changed since the scrape before`,
    labels: ['process'],
  }),
  exitStatus: gauge({
    name: 'appsmith_process_exit_status',
    help: 'Exit status of a program that has ended: -1 if a signal ended it; absent while it runs, backs off or is FATAL, where supervisord does not tell.',
    source: `${SOURCE}: \`exitstatus\``,
    labels: ['process'],
  }),
  failure: info({
    name: 'appsmith_process_failure_info',
    help: 'Always 1, for each program that is FATAL or BACKOFF or ended with an error; why, as far as its log or supervisord tells, is a label.',
    source: `${SOURCE}: \`spawnerr\`; the last 16 KiB of logs/<program>/*.log, else supervisor.tailProcess…Log`,
    labels: ['process', 'reason'],
  }),
  restart: info({
    name: 'appsmith_process_last_restart_info',
    help: 'Always 1, for each program that was found started anew within the last hour; why it had ended is a label: stopped by somebody, killed, crashed, or what its log says.',
    source:
      'supervisor.readLog: `exited: …`, `stopped: …`; the last 16 KiB of logs/<program>/*.log',
    labels: ['process', 'reason'],
  }),
  autoHealRestarts: counter({
    name: 'appsmith_auto_heal_restarts_total',
    help: 'Times that Appsmith’s auto-heal restarted a backend that did not answer, since the exporter began to watch; absent where auto-heal is off or its log cannot be read.',
    source: 'logs/cron/auto_heal.log: `backend is unresponsive`',
  }),
} satisfies Catalogue;
