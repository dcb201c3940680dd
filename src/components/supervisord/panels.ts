// How to look at the programs of Appsmith's container: the row Processes of Edge & processes.
import { query, type Row } from '../../observe/index.ts';
import { matchers, promql } from '../../promql/index.ts';
import { autoHealRestarted, processFlapping, processNotRunning } from './alerts.ts';
import { supervisordMetrics as m, PROCESS_STATES } from './metrics.ts';

/** The states by their place in the list; the panel names and colours them. */
const WELL = ['RUNNING', 'EXITED', 'STOPPED'];
const states = PROCESS_STATES.map((state, value) => ({ state, value }));
const stateNumber = states
  .map(({ state, value }) => promql`(${m.processState}${matchers({ state })} == 1) * ${value}`)
  .reduce((sofar, one) => promql`${sofar} or ${one}`);

export const supervisordRows: readonly Row[] = [
  {
    dashboard: 'edge',
    title: 'Processes',
    panels: [
      {
        title: 'Processes',
        kind: 'state-timeline',
        unit: 'none',
        queries: [query(promql`max by (instance, process) (${stateNumber})`, '{{process}}')],
        shows:
          'The state of each program inside Appsmith’s container. Running is not the same as healthy.',
        normal: 'All RUNNING; EXITED is fine for a program that only does one job.',
        alerts: [processNotRunning],
        mappings: states.map(({ state, value }) => ({
          value,
          text: state,
          mood: state === 'RUNNING' ? 'good' : WELL.includes(state) ? 'neutral' : moodOf(state),
        })),
        empty: 'supervisord is not asked: see doctor',
        width: 24,
      },
      {
        title: 'Why programs do not run',
        kind: 'table',
        unit: 'none',
        queries: [query(promql`max by (instance, process, reason) (${m.failure})`, '', true)],
        shows:
          'Programs that do not run, and why, as far as the end of their log or supervisord tells.',
        normal: 'Nothing.',
        alerts: [processNotRunning],
        empty: 'no program fails',
        width: 12,
      },
      {
        title: 'Started after the first',
        kind: 'bargauge',
        unit: 'seconds',
        queries: [
          query(
            promql`
              sort(max by (process) (
                ${m.startTime}
                - on (job, instance) group_left () min by (job, instance) (${m.startTime})
              ) < 900)`,
            '{{process}}',
            true,
          ),
        ],
        shows:
          'In which order the programs were started, and how long after the first of them; what was started anew more than a quarter of an hour later is left out.',
        normal: 'Redis and MongoDB first, the backend within seconds after them.',
        act: 'A store that started long after the backend: the backend may have given up on it; restart the backend.',
        empty: 'supervisord is not asked: see doctor',
        width: 12,
      },
      {
        title: 'Restarts',
        kind: 'timeseries',
        unit: 'count',
        queries: [query(promql`sum by (process) (changes(${m.startTime}[1h])) > 0`, '{{process}}')],
        shows: 'How often each program has started anew within the hour before.',
        normal: 'Nothing, or one after an update.',
        alerts: [processFlapping],
        empty: 'no program was restarted',
        width: 12,
      },
      {
        title: 'Why programs were restarted',
        kind: 'table',
        unit: 'none',
        queries: [query(promql`max by (instance, process, reason) (${m.restart})`, '', true)],
        shows:
          'Programs that were started anew within the last hour, and how they had ended: `stopped` by somebody or by auto-heal, `killed` or `crashed` by a signal, or what their log says.',
        normal: 'Nothing, or `stopped` after a restart by hand.',
        alerts: [processFlapping],
        empty: 'no program was restarted',
        width: 12,
      },
      {
        title: 'Auto-heal',
        kind: 'timeseries',
        unit: 'count',
        queries: [
          query(promql`sum by (instance) (increase(${m.autoHealRestarts}[30m]))`, '{{instance}}'),
        ],
        shows: 'How often Appsmith’s auto-heal restarted the backend within half an hour.',
        normal: '0. Nothing at all where `APPSMITH_AUTO_HEAL` is not set, as it is shipped.',
        alerts: [autoHealRestarted],
        empty: 'auto-heal is off',
        width: 12,
        min: 0,
        decimals: 0,
      },
      {
        title: 'Running since',
        kind: 'bargauge',
        unit: 'seconds',
        queries: [
          query(
            promql`time() - max by (process) (${m.startTime} and on (job, instance, process) ${m.processUp} == 1)`,
            '{{process}}',
            true,
          ),
        ],
        shows: 'For how long each program has been running.',
        normal: 'All alike: since the container started.',
        act: 'One that is much younger than the others was restarted alone: its log says why.',
        empty: 'supervisord is not asked: see doctor',
        width: 12,
      },
    ],
  },
];

function moodOf(state: string): 'bad' | 'warn' {
  return state === 'FATAL' || state === 'BACKOFF' ? 'bad' : 'warn';
}
