// Whether the standard OTEL_* variables ask for traces; the OpenTelemetry SDK reads what else they say.
import type { Environment } from './resolve.ts';

/** Either says where to; the protocol's own default, localhost, is not taken for an order. */
const HEADERS = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'];
const ENDPOINTS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];

/**
 * True if an exporter is named (`OTEL_TRACES_EXPORTER`, unless it is `none`) or a collector's address is
 * given, and `OTEL_SDK_DISABLED` is not `true`. As OpenTelemetry has it, an empty variable is none.
 */
export function tracesAsked(env: Environment): boolean {
  const given = (name: string) => env[name]?.trim() ?? '';
  if (given('OTEL_SDK_DISABLED').toLowerCase() === 'true') return false;
  const exporters = given('OTEL_TRACES_EXPORTER')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (exporters.length > 0) return exporters.some((name) => name !== 'none');
  return ENDPOINTS.some((name) => given(name) !== '');
}

/**
 * Takes the headers for the receiver out of this process's environment, once the SDK has read them: a token may stand
 * in them, and a diagnostic report writes the environment down.
 */
export function forgetTraceHeaders(): void {
  for (const name of HEADERS) delete process.env[name];
}
