// When an update needs somebody: its migration failed or does not end, or the newest release is far ahead.
import { above, alert, atLeast, differs, equals, threshold } from '../../observe/index.ts';
import { matchers, promql } from '../../promql/index.ts';
import { upgradeMetrics as m } from './metrics.ts';

const LOG =
  '`docker compose exec appsmith sh -c "grep -hE \'ongock|FAILED OVER\' /appsmith-stacks/logs/backend/*.log | tail -n 30"`';

export const migrationFailed = alert({
  name: 'MigrationFailed',
  component: 'upgrade',
  severity: 'warning',
  when: [equals(promql`${m.failed}`, 1)],
  for: '1m',
  summary: 'A migration of Appsmith {instance} failed',
  description:
    'After an update the backend changes the documents in its database, and one of the changes failed. It ends and tries again at its next start, mostly with the same result: find the change in the log, and think of going back.',
  valueUnit: 'none',
  runbook: {
    meaning:
      'At each start Mongock, a part of the backend, runs the changes to the database that this version brings. One was given up (“FAILED OVER”, “ABORTED MIGRATION”). Changes that ran before it stay done.',
    impact:
      'The backend does not start: nobody can use Appsmith until the change succeeds or the version of before is back.',
    diagnosis: [
      `${LOG}: the line “FAILED OVER” has the change’s id, and the lines after “ABORTED MIGRATION” the reason.`,
      'A reason with “Cipher” or “bad padding”: APPSMITH_ENCRYPTION_PASSWORD or APPSMITH_ENCRYPTION_SALT is not the one with which the data was written.',
      '“BSON field … is the wrong type” or “unrecognized”: the MongoDB is too old for this version.',
      'From which version to which? Updates over many versions must stop at the checkpoint versions of the release notes.',
    ],
    mitigation: [
      'Go back to the image of before, with the backup from before the update: changes that ran already are not undone by themselves.',
      'Several replicas at an update: stop all but one and start that one anew.',
      'Update in the steps that the release notes name.',
      'With the change’s id look for its issue at github.com/appsmithorg/appsmith.',
    ],
    reports: [19834, 18116, 29353, 32588],
  },
});

export const migrationRunningLong = alert({
  name: 'MigrationRunningLong',
  component: 'upgrade',
  severity: 'warning',
  when: [
    above(
      promql`(time() - ${m.started}) and on (job, instance) ${m.running} == 1`,
      threshold(900, 'seconds', {
        min: 60,
        max: 86_400,
        help: 'How long the migrations of one start may take. Most take seconds; large instances some minutes.',
      }),
    ),
  ],
  for: '2m',
  summary: 'A migration of Appsmith {instance} has been running for {value}',
  description:
    'The backend began to change its database {value} ago and its log does not say that it has ended. Appsmith answers only afterwards. See whether it still works before anybody restarts it.',
  runbook: {
    meaning:
      'Mongock has taken its lock and not given it back. Either a change is large (every document of a collection), or the process ended in the middle and the log says nothing since.',
    impact: 'The backend does not answer meanwhile: everybody sees the starting page or 503.',
    diagnosis: [
      `${LOG}: is there a new line each minute? Then it goes on.`,
      'The panels “Commands a second” of MongoDB on Data stores: much work is a migration that goes on; none is one that hangs or died.',
      '`docker compose exec appsmith supervisorctl status backend`: a short uptime means that it was restarted in between, by auto-heal or for want of memory.',
    ],
    mitigation: [
      'It goes on: let it. A restart begins the change anew, and half-done changes are not undone.',
      'Auto-heal restarts it again and again: set `APPSMITH_AUTO_HEAL=0` until it has ended.',
      'It died: start the backend. “Mongock did not acquire process lock” passes by itself within a few minutes.',
    ],
  },
});

export const appsmithOutdated = alert({
  name: 'AppsmithOutdated',
  component: 'upgrade',
  severity: 'info',
  when: [
    atLeast(
      promql`${m.behind}${matchers({ part: 'minor' })}`,
      threshold(10, 'count', {
        min: 1,
        max: 1000,
        help: 'How many minor versions behind the newest release; there are one or two a month.',
      }),
    ),
    differs(promql`${m.behind}${matchers({ part: 'major' })}`, 0),
  ],
  for: '1h',
  summary: 'Appsmith {instance} is {value} {part} versions behind',
  description:
    'The newest release is {value} {part} versions ahead of the one that runs. Security fixes are made for the newest versions only, and an update over many versions has to stop at checkpoints.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'The exporter was told to ask GitHub for the newest release (`upgrade.check_newest`) and compared it with what the front door’s /info says.',
    impact: 'None today. The longer it waits, the more steps the update needs.',
    diagnosis: [
      'The panel “Newest release” on Backend & JVM: which one, and how old is the answer?',
      'The release notes between the two: do they name checkpoint versions, or a new least version of MongoDB?',
    ],
    mitigation: [
      'Make a backup (`docker compose exec appsmith appsmithctl backup`), then `docker compose pull appsmith && docker compose up -d appsmith`, at a quiet hour.',
    ],
    falseAlarms:
      'A version that is held back on purpose: raise the threshold, or turn this alert off.',
  },
});

export const upgradeAlerts = [migrationFailed, migrationRunningLong, appsmithOutdated];
