// Traces: starts the OpenTelemetry SDK, which is loaded here and nowhere else, and ends it in time.
import type { Tracer } from '../scrape/trace.ts';
import { diagnosticsTo } from './diagnostics.ts';
import type { Logger } from './log.ts';
import { traceRequests } from './requests.ts';
import { SpanTracer } from './spans.ts';

type Sdk = typeof import('@opentelemetry/sdk-node');

const NAME = 'appsmith-exporter';
/** The version that the exporter is tested with. */
const INSTALL = 'npm install @opentelemetry/sdk-node@0.223.0 @opentelemetry/api@1.9.1';
/** A collector that does not answer must not keep the process from ending. */
const FLUSH_MS = 2000;

export interface Traces {
  readonly tracer: Tracer;
  /** Sends what is left, for two seconds at most. */
  stop(): Promise<void>;
}

/**
 * Starts tracing as the standard `OTEL_*` variables say, which the SDK reads by itself. If it cannot, the
 * log says so once and there are no traces; it never fails.
 */
export async function startTraces(
  log: Logger,
  version: string,
  load: () => Promise<Sdk> = () => import('@opentelemetry/sdk-node'),
): Promise<Traces | undefined> {
  try {
    return start(await load(), log, version);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
      log.warn(
        { remedy: `run: ${INSTALL}` },
        'OTEL_* variables ask for traces, but OpenTelemetry is not installed; there are no traces',
      );
    } else log.warn({ detail: message }, 'tracing cannot start; there are no traces');
    return undefined;
  }
}

function start({ api, NodeSDK, resources }: Sdk, log: Logger, version: string): Traces {
  const sdk = new NodeSDK({
    resource: resources
      .defaultResource()
      .merge(
        resources.resourceFromAttributes({ 'service.name': NAME, 'service.version': version }),
      ),
    // OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME; what else the SDK would add (the command line, the
    // user, the host) is nobody's business unless they are told there.
    resourceDetectors: [resources.envDetector],
    instrumentations: [],
    // Unless told otherwise the SDK pushes metrics and logs too.
    metricReaders: [],
    logRecordProcessors: [],
  });
  // After the constructor, which may set a logger of its own that writes to standard output.
  api.diag.setLogger(diagnosticsTo(log), {
    logLevel: api.DiagLogLevel.WARN,
    suppressOverrideMessage: true,
  });
  sdk.start();
  const tracer = api.trace.getTracer(NAME, version);
  const requests = traceRequests(api, tracer);
  log.info('tracing scrapes');
  return {
    tracer: new SpanTracer(api, tracer),
    async stop() {
      requests.stop();
      await atMost(FLUSH_MS, sdk.shutdown());
    },
  };
}

/** Resolves when `work` has ended, well or not, or the time is up. */
async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => {}), late]);
  clearTimeout(timer);
}
