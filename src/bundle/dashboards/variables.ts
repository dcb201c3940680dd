// The variables that every dashboard has, and the matchers by which its panels follow them.
import { selfMetrics } from '../../scrape/self.ts';
import {
  DATASOURCE,
  DatasourceVariable,
  QueryVariable,
  VariableRefresh,
  VariableSort,
} from './sdk.ts';

/** Ties a panel's selector to what is chosen at the top of the dashboard. */
export const CHOSEN = 'job=~"$job",instance=~"$instance"';
/** An alert about something that is gone has no instance. */
export const CHOSEN_OR_GONE = 'job=~"$job",instance=~"$instance|"';
/** What a panel's query may use besides Grafana's own. */
export const VARIABLES = ['datasource', 'job', 'instance'] as const;
export const TAG = 'appsmith';

/** There for every target that answers, whatever is part of the deployment. */
const ALWAYS = selfMetrics.configured.name;

export function variables(job: string) {
  return [
    new DatasourceVariable('datasource').label('Data source').type('prometheus'),
    chosen('job', 'Job', `label_values(${ALWAYS}, job)`, job),
    chosen('instance', 'Instance', `label_values(${ALWAYS}{job=~"$job"}, instance)`),
  ];
}

/** Several may be chosen; without a value it is all of them. */
function chosen(name: string, label: string, query: string, value?: string): QueryVariable {
  return new QueryVariable(name)
    .label(label)
    .datasource(DATASOURCE)
    .definition(query)
    .query({ query, refId: 'StandardVariableQuery' })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current(
      value === undefined
        ? { text: ['All'], value: ['$__all'] }
        : { text: [value], value: [value] },
    );
}
