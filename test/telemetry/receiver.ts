// A small OTLP/HTTP receiver that keeps the spans which it is sent as JSON.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

interface Value {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly Value[] };
}

interface KeyValue {
  readonly key: string;
  readonly value: Value;
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code: number; readonly message?: string };
}

interface Batch {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

export interface ReceivedSpan extends Omit<OtlpSpan, 'attributes'> {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly seconds: number;
}

export interface Receiver {
  readonly url: string;
  /** Of every request so far. */
  readonly paths: string[];
  /** The header `authorization` of every request so far. */
  readonly shown: string[];
  spans(): ReceivedSpan[];
  /** Everything as it came. */
  text(): string;
}

/** SpanKind and status code, as OTLP numbers them. */
export const KIND = { INTERNAL: 1, SERVER: 2, CLIENT: 3 } as const;
export const ERROR = 2;

/** Listens until the test ends. */
export async function startReceiver(): Promise<Receiver> {
  const batches: Batch[] = [];
  const paths: string[] = [];
  const shown: string[] = [];
  const server = createServer(async (request, response) => {
    paths.push(request.url ?? '');
    shown.push(request.headers.authorization ?? '');
    batches.push((await json(request)) as Batch);
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    shown,
    spans: () => batches.flatMap(spansOf),
    text: () => JSON.stringify(batches),
  };
}

function spansOf({ resourceSpans = [] }: Batch): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map((span) => ({
        ...span,
        attributes: plain(span.attributes),
        resource: plain(resource.attributes),
        seconds: Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e9,
      })),
  );
}

function plain(attributes: readonly KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, decode(value)]));
}

function decode(value: Value): unknown {
  if (value.arrayValue) return value.arrayValue.values.map(decode);
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? Number(value.intValue);
}
