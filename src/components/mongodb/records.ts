// Names that others use for MongoDB's metrics and that are kept answering.
import type { Alias } from '../../observe/index.ts';
import { matchers, promql } from '../../promql/index.ts';
import { mongodbMetrics as m } from './metrics.ts';

export const mongodbAliases: readonly Alias[] = [
  {
    alias: 'mongodb_connections_current',
    labels: ['job', 'instance'],
    expr: promql`sum by (job, instance) (${m.connections}${matchers({ state: 'current' })})`,
    why: 'The name in the production tutorial for Appsmith, which watches it against 80 % of the pool.',
  },
];
