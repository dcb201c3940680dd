// Temporal of the embedded Appsmith: its gRPC port and its own metrics.
import { listen, pathOf } from '../listen.ts';
import type { StartPart } from '../parts.ts';
import { Store } from '../store.ts';
import { temporalExposition } from './exposition.ts';
import { TemporalProcess } from './process.ts';
import { startTemporalServer, TASK_QUEUE } from './server.ts';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

/** Embedded as in the business edition, with one worker process. */
export const startTemporal: StartPart = async ({ model }) => {
  model.programs.bringIn('temporal');
  const process = new TemporalProcess(model);
  const grpc = await Store.open((port) => startTemporalServer(process, port));
  const metrics = await listen((request) =>
    pathOf(request) === '/metrics'
      ? { status: 200, type: TEXT, body: temporalExposition(process) }
      : { status: 404, type: 'text/plain', body: '404 page not found' },
  );
  return {
    env: {
      APPSMITH_EXPORTER_TEMPORAL_ADDRESS: `http://127.0.0.1:${grpc.port}`,
      APPSMITH_EXPORTER_TEMPORAL_METRICS_URL: `${metrics.url}/metrics`,
      APPSMITH_EXPORTER_TEMPORAL_TASK_QUEUES: TASK_QUEUE,
    },
    settle: async () => {
      process.settle();
      const { temporalDown } = model.knobs;
      await Promise.all([
        grpc.settle(temporalDown),
        temporalDown ? metrics.pause() : metrics.resume(),
      ]);
    },
    stop: async () => {
      await Promise.all([grpc.stop(), metrics.stop()]);
    },
  };
};
