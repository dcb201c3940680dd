// Makes the 10 MB files that the translator is measured on: what Micrometer writes, many times over.

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];
const OUTCOMES = [
  ['SUCCESS', '200'],
  ['CLIENT_ERROR', '404'],
  ['SERVER_ERROR', '500'],
] as const;
const BOUNDS = ['0.05', '0.1', '0.25', '0.5', '1.0', '2.5', '5.0', '10.0', '20.0', '30.0', '60.0'];

/** A file, and how many samples it holds. */
export interface BenchFile {
  readonly bytes: Buffer;
  readonly lines: number;
}

/**
 * About `megabytes` MB of `http_server_requests_seconds` with SLO buckets as Spring Boot writes them.
 * @param rawIds share of the uris that hold a raw id, so that normalising makes them collide
 */
export function micrometerFile(megabytes: number, rawIds = 0): BenchFile {
  const head =
    '# HELP http_server_requests_seconds Duration of HTTP server request handling\n' +
    '# TYPE http_server_requests_seconds histogram\n';
  const parts = [head];
  let size = head.length;
  let lines = 0;
  for (let n = 0; size < megabytes * 1e6; n++) {
    const group = distribution(n, uri(n, rawIds));
    parts.push(group);
    size += group.length;
    lines += BOUNDS.length + 3;
  }
  return { bytes: Buffer.from(parts.join('')), lines };
}

function uri(n: number, rawIds: number): string {
  // A fixed pattern rather than chance: every run measures the same bytes.
  if ((n * 7919) % 100 < rawIds * 100) {
    const id = (n * 2654435761).toString(16).padStart(24, 'a').slice(-24);
    return `/api/v1/pages/${id}/actions`;
  }
  return `/api/v1/resource-${n}/pages/{pageId}/actions/{actionId}`;
}

function distribution(n: number, path: string): string {
  const [outcome, status] = OUTCOMES[n % 3]!;
  const labels =
    `error="none",errorCode="none",exception="none",method="${METHODS[n % 4]}",outcome="${outcome}",status="${status}",uri="${path}"`.replace(
      'errorCode',
      'error_code',
    );
  const name = 'http_server_requests_seconds';
  let text = '';
  BOUNDS.forEach((le, i) => {
    text += `${name}_bucket{${labels},le="${le}"} ${n + i}\n`;
  });
  text += `${name}_bucket{${labels},le="+Inf"} ${n + BOUNDS.length}\n`;
  text += `${name}_count{${labels}} ${n + BOUNDS.length}\n`;
  return `${text}${name}_sum{${labels}} ${(n * 0.137 + 0.000812733).toFixed(9)}\n`;
}
