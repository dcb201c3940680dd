// Questions over time to a Prometheus, as Grafana asks them.

/** One series of an answer; values at their times in seconds since the epoch. */
export interface Range {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [seconds: number, value: string])[];
}

export interface Span {
  /** Seconds since the epoch. */
  readonly start: number;
  readonly end: number;
  /** Seconds. */
  readonly step: number;
}

/** A range query. Throws with Prometheus's own words. */
export async function askRange(url: string, query: string, span: Span): Promise<Range[]> {
  const { start, end, step } = span;
  const form = { query, start: `${start}`, end: `${end}`, step: `${step}` };
  return (await ask(`${url}/api/v1/query_range`, form)) as Range[];
}

/** An instant query, in the shape of a range of one value. */
export async function askInstant(url: string, query: string, time: number): Promise<Range[]> {
  const result = await ask(`${url}/api/v1/query`, { query, time: `${time}` });
  if (!Array.isArray(result)) return [];
  if (typeof result[0] === 'number') return [{ metric: {}, values: [result as never] }];
  const points = result as { metric: Range['metric']; value: Range['values'][number] }[];
  return points.map(({ metric, value }) => ({ metric, values: [value] }));
}

async function ask(address: string, form: Record<string, string>): Promise<unknown> {
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams(form) });
  const body = (await response.json()) as {
    status: string;
    error?: string;
    data?: { result: unknown };
  };
  if (body.status !== 'success') throw new Error(`${body.error}: ${form.query}`);
  return body.data?.result;
}
