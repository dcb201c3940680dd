// One legend for a single server and for the nodes of a cluster.
import { type Query, query } from '../../../observe/index.ts';
import { type Expression, promql } from '../../../promql/index.ts';

/** Grafana writes a label's name where a series lacks it: `main node`. Joined labels leave it out: `main`. */
export const each = (expr: Expression, what = '', instant = false): Query =>
  query(
    promql`label_join(${expr}, "which", " ", "store", "node")`,
    `${what} {{which}}`.trim(),
    instant,
  );
