// A span for each HTTP request that a component makes, from what Node itself tells of its requests.
import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Span, Tracer } from '@opentelemetry/api';
import { reasonOf } from '../scrape/errors.ts';
import { type Api, guarded } from './guarded.ts';

const STARTED = 'http.client.request.start';

/** Watches requests made inside a component's span until it is stopped; all others are let be. */
export function traceRequests(api: Api, tracer: Tracer): { stop(): void } {
  const onStart = (message: unknown) => {
    // The SDK's own deliveries are outside any span, or marked as not to be traced.
    if (!api.trace.getActiveSpan()?.isRecording()) return;
    const { request } = message as { request: ClientRequest };
    // What a subscriber throws would end the process.
    guarded(api, () => watch(api, request, begin(api, tracer, request)));
  };
  diagnostics.subscribe(STARTED, onStart);
  return { stop: () => void diagnostics.unsubscribe(STARTED, onStart) };
}

function begin(api: Api, tracer: Tracer, request: ClientRequest): Span {
  const { method, protocol, host } = request;
  // Without the query: the path is one of ours, and so of few.
  const path = request.path.split('?')[0]!;
  const authority = String(request.getHeader('host') ?? host);
  const port = /:(\d+)$/.exec(authority)?.[1] ?? (protocol === 'https:' ? 443 : 80);
  return tracer.startSpan(`${method} ${path}`, {
    kind: api.SpanKind.CLIENT,
    attributes: {
      'http.request.method': method,
      'url.full': `${protocol}//${authority}${path}`,
      'url.path': path,
      'server.address': host,
      'server.port': Number(port),
    },
  });
}

/** Ends the span with the body, or with whatever ends the request before. */
function watch({ SpanStatusCode }: Api, request: ClientRequest, span: Span): void {
  const fail = (type: string) =>
    span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR, message: type });
  request.once('response', ({ statusCode = 0 }: IncomingMessage) => {
    span.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 400) fail(String(statusCode));
  });
  request.once('error', (error) => fail(reasonOf(error)));
  request.once('close', () => span.end());
}
