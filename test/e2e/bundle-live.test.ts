// The bundle as it is committed, live: the demo, the exporter, a real Prometheus and Alertmanager, and a webhook.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apply } from '../../src/demo/incidents/index.ts';
import { rtsDown } from '../../src/demo/incidents/rts-down.ts';
import { type Alertmanager, needAlertmanager, startAlertmanager } from '../peers/alertmanager.ts';
import { until } from '../peers/process.ts';
import { needPrometheus } from '../peers/prometheus.ts';
import { type Built, build } from '../support/built.ts';
import { hurriedAlertmanager, hurriedRules } from '../support/hurried.ts';
import { type Live, startLive } from '../support/live.ts';

/** One alert in a message of Alertmanager's. */
interface Told {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface RuleGroup {
  readonly name: string;
  readonly rules: readonly { name: string; health: string; lastError?: string }[];
}

const present = [needPrometheus(), needAlertmanager()].every(Boolean);

describe.runIf(present)('the bundle, live', () => {
  const told: Told[] = [];
  let webhook: Awaited<ReturnType<typeof startWebhook>>;
  let built: Built;
  let alertmanager: Alertmanager;
  let live: Live;

  beforeAll(async () => {
    webhook = await startWebhook((alerts) => told.push(...alerts));
    [built, alertmanager] = await Promise.all([
      build(),
      startAlertmanager(hurriedAlertmanager(webhook.url)),
    ]);
    live = await startLive(built, { rules: hurriedRules(), alertmanager });
  });

  afterAll(async () => {
    await live?.stop();
    await alertmanager?.stop();
    webhook?.stop();
    built?.remove();
  });

  const heard = (name: string, status: Told['status']) =>
    told.find((alert) => alert.labels.alertname === name && alert.status === status);
  const hear = (name: string, status: Told['status']) =>
    until(
      async () => heard(name, status) !== undefined,
      () => `${name} was not told as ${status}, but: ${JSON.stringify(told)}`,
      30_000,
    );
  const names = () => [...new Set(told.map(({ labels }) => labels.alertname))].toSorted();

  it('evaluates every rule', async () => {
    let groups: RuleGroup[] = [];
    const rules = () => groups.flatMap((group) => group.rules);
    await until(
      async () => {
        groups = await ruleGroups(live.prometheus.url);
        return rules().length > 0 && rules().every(({ health }) => health !== 'unknown');
      },
      () => `not all rules were evaluated: ${JSON.stringify(rules())}`,
    );
    expect(rules().filter(({ health, lastError }) => health !== 'ok' || lastError)).toEqual([]);
  });

  it('is silent while Appsmith is well, but for the Watchdog', async () => {
    // Five minutes in the measure of the hurried rules.
    const enough = async () => {
      const [count] = await live.prometheus.query('count_over_time(appsmith_up[1m])');
      return (count?.value ?? 0) >= 5;
    };
    await until(enough, 'it was not scraped often enough', 30_000);
    await hear('Watchdog', 'firing');
    const fired = await live.prometheus.query(
      'count by (alertname) (max_over_time(ALERTS{alertstate="firing"}[5m]))',
    );
    expect(fired.map(({ labels }) => labels.alertname)).toEqual(['Watchdog']);
    expect(names()).toEqual(['Watchdog']);
  }, 60_000);

  it('tells that RTS is down, with all that somebody on call needs', async () => {
    apply(live.appsmith.model, rtsDown.steps[0]!);
    await live.appsmith.settle();
    await hear('RtsDown', 'firing');
    const { labels, annotations } = heard('RtsDown', 'firing')!;
    expect(labels).toMatchObject({ severity: 'critical', component: 'rts', job: 'appsmith' });
    expect(annotations.summary).toBe(`RTS of ${labels.instance} is down`);
    expect(annotations.description).toMatch(/^RTS is down: /);
    expect(annotations.runbook_url).toMatch(/^http:\/\/localhost:3000\/d\/appsmith-runbooks\?/);
    expect(annotations.dashboard_url).toMatch(
      new RegExp(`/d/appsmith-\\w+\\?.*var-job=appsmith&var-instance=${labels.instance}$`),
    );
  }, 40_000);

  it('lets it speak for its process, and tells of nothing else', async () => {
    const suppressed = async () => {
      const seen = await alertmanager.alerts();
      return seen.some(
        ({ labels, status }) =>
          labels.alertname === 'ProcessNotRunning' && status.state === 'suppressed',
      );
    };
    await until(suppressed, 'ProcessNotRunning is not silent', 30_000);
    expect(names()).toEqual(['RtsDown', 'Watchdog']);
  }, 40_000);

  it('tells that it is over, and never anything else', async () => {
    apply(live.appsmith.model, rtsDown.steps.at(-1)!);
    await live.appsmith.settle();
    await hear('RtsDown', 'resolved');
    expect(names()).toEqual(['RtsDown', 'Watchdog']);
  }, 40_000);
});

async function ruleGroups(url: string): Promise<RuleGroup[]> {
  const response = await fetch(`${url}/api/v1/rules`);
  return ((await response.json()) as { data: { groups: RuleGroup[] } }).data.groups;
}

/** Hands over the alerts of each message. */
async function startWebhook(hand: (alerts: Told[]) => void) {
  const server = createServer(async (request, response) => {
    hand((JSON.parse(await text(request)) as { alerts: Told[] }).alerts);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
