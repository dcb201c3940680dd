// What the exporter tells about its own process and HTTP server, on plain /metrics only.
import { type Catalogue, counter, gauge, histogram, info } from '../metrics/index.ts';

const PROCESS = 'Node.js and the kernel, of the exporter’s own process';

/** The catalogue of these metrics: what is not listed here is not exposed. */
export const serverMetrics = {
  build: info({
    name: 'appsmith_exporter_build_info',
    help: 'Version and commit of the exporter, and the Node.js that runs it.',
    source: 'the exporter',
    labels: ['version', 'revision', 'node_version'],
  }),
  requests: counter({
    name: 'appsmith_exporter_http_requests_total',
    help: 'HTTP requests answered, by handler and status code.',
    source: 'the exporter’s HTTP server',
    labels: ['handler', 'code'],
  }),
  requestDuration: histogram({
    name: 'appsmith_exporter_http_request_duration_seconds',
    help: 'Time from a request’s head to the end of its answer.',
    source: 'the exporter’s HTTP server',
    unit: 'seconds',
    labels: ['handler'],
  }),
  webConfigGood: gauge({
    name: 'appsmith_exporter_web_config_last_reload_successful',
    help: 'Whether the web-config file as it is now is in use.',
    source: 'the exporter; only with a web-config file',
  }),
  webConfigAt: gauge({
    name: 'appsmith_exporter_web_config_last_reload_success_timestamp_seconds',
    help: 'When the web-config file was last read and could be used, since the Unix epoch.',
    source: 'the exporter; only with a web-config file',
    unit: 'seconds',
  }),
  certificateEnd: gauge({
    name: 'appsmith_exporter_web_certificate_not_after_timestamp_seconds',
    help: 'When the certificate of the exporter’s own server expires, since the Unix epoch.',
    source: 'the exporter; only with TLS',
    unit: 'seconds',
  }),
  cpu: counter({
    name: 'appsmith_exporter_process_cpu_seconds_total',
    help: 'User and system CPU time spent.',
    source: PROCESS,
  }),
  startTime: gauge({
    name: 'appsmith_exporter_process_start_time_seconds',
    help: 'Start of the process, since the Unix epoch.',
    source: PROCESS,
    unit: 'seconds',
  }),
  residentMemory: gauge({
    name: 'appsmith_exporter_process_resident_memory_bytes',
    help: 'Resident memory.',
    source: PROCESS,
    unit: 'bytes',
  }),
  openFds: gauge({
    name: 'appsmith_exporter_process_open_fds',
    help: 'Open file descriptors.',
    source: PROCESS,
  }),
  maxFds: gauge({
    name: 'appsmith_exporter_process_max_fds',
    help: 'Most file descriptors that may be open.',
    source: PROCESS,
  }),
  heapTotal: gauge({
    name: 'appsmith_exporter_nodejs_heap_size_total_bytes',
    help: 'V8 heap reserved.',
    source: PROCESS,
    unit: 'bytes',
  }),
  heapUsed: gauge({
    name: 'appsmith_exporter_nodejs_heap_size_used_bytes',
    help: 'V8 heap in use.',
    source: PROCESS,
    unit: 'bytes',
  }),
  externalMemory: gauge({
    name: 'appsmith_exporter_nodejs_external_memory_bytes',
    help: 'Memory of objects outside the V8 heap, such as buffers.',
    source: PROCESS,
    unit: 'bytes',
  }),
} satisfies Catalogue;
