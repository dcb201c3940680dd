// When RTS, Appsmith's Node service, should wake somebody.
import { alert, equals } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';
import { rtsMetrics as m } from './metrics.ts';

export const rtsDown = alert({
  name: 'RtsDown',
  component: 'rts',
  severity: 'critical',
  when: [equals(promql`${m.up}`, 0)],
  for: '2m',
  // supervisord's word on the process is looked at up to an evaluation later, and would be told of after the end.
  keepFiringFor: '1m',
  summary: 'RTS of {instance} is down',
  description:
    'RTS is {value}: it has not answered its health check for two minutes. The editor cannot parse JavaScript, and Git and realtime features fail; published applications mostly go on.',
  valueUnit: 'up',
  down: true,
  runbook: {
    meaning:
      'RTS is the Node process (port 8091) that parses the JavaScript of bindings and serves realtime features. It did not answer `/rts-api/v1/health-check`, or said that it is not well. The backend’s own health check does not look at it, so Appsmith calls itself healthy meanwhile.',
    impact:
      'Editors see bindings that cannot be evaluated and saves that fail; viewers of published applications mostly notice nothing. After a restart of the container the backend does not start at all before RTS answers.',
    diagnosis: [
      '`docker compose exec appsmith supervisorctl status rts`: FATAL or BACKOFF means that it crashes at its start, RUNNING that it hangs.',
      '`docker compose exec appsmith sh -c "tail -n 100 /appsmith-stacks/logs/rts/*.log"`: the last lines before the end.',
      'The panel “Processes” on Edge & processes: since when, and does it restart over and over?',
      'The panel “RTS health check” there: a time that rose before the end means that it was busy, not broken.',
    ],
    mitigation: [
      '`docker compose exec appsmith supervisorctl restart rts`; it answers again within seconds, and nobody loses more than the save that failed.',
      'It ends at once for want of memory: give the container more, or see JvmHeapHigh, since the backend may have taken it.',
      'It hangs again and again: find the application whose JavaScript is very large, and have it divided.',
    ],
  },
});

export const rtsAlerts = [rtsDown];
