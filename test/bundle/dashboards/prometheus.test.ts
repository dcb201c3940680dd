// Every query of every dashboard is understood by a real Prometheus, with Grafana's variables filled in.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fill } from '../../../src/bundle/dashboards/index.ts';
import { observed } from '../../../src/bundle/observed.ts';
import { needPrometheus, type Prometheus, startPrometheus } from '../../peers/prometheus.ts';
import { type DashboardJson, made, panelsOf } from './model.ts';
import { sample } from './sample.ts';

const all = [...made(observed), ...made([sample])];

/** Panels', annotations' and variables' queries. */
function queriesOf(json: DashboardJson): string[] {
  const variables = json.templating.list.flatMap(({ query }) =>
    typeof query === 'string' ? [] : [query.query.replace(/^label_values\((.*), \w+\)$/, '$1')],
  );
  return [
    ...panelsOf(json).flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...json.annotations.list.map(({ expr }) => expr),
    ...variables,
  ];
}

describe.runIf(needPrometheus())('in a real Prometheus', () => {
  let prometheus: Prometheus;
  beforeAll(async () => {
    prometheus = await startPrometheus({ scrapeConfigs: [] });
  }, 60_000);
  afterAll(() => prometheus?.stop());

  it.each(all.map(({ path, json }) => [path, json] as const))(
    'every query of %s parses, for all and for chosen ones',
    async (_path, json) => {
      const chosen = { job: 'appsmith', instance: ['a.b:1', 'c+d:2'], rate_interval: '4m' };
      for (const query of queriesOf(json)) {
        for (const filled of [fill(query), fill(query, chosen)]) {
          await expect(prometheus.query(filled), filled).resolves.toBeInstanceOf(Array);
        }
      }
    },
    60_000,
  );

  it('refuses what does not parse', async () => {
    await expect(prometheus.query('sum(')).rejects.toThrow('parse error');
  });
});
