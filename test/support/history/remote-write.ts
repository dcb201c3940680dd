// Prometheus's remote write, as small as it can be: protobuf by hand, in Snappy's frame without compression.

export interface Sample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `STALE` ends a series, as a scrape without it does. */
  readonly value: number | typeof STALE;
}

export interface WrittenSeries {
  /** `__name__` included. */
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly Sample[];
}

export const STALE = 'stale';
const STALE_BITS = 0x7ff0000000000002n;

/** Writes them; throws with Prometheus's own words if it takes none. */
export async function remoteWrite(url: string, series: readonly WrittenSeries[]): Promise<void> {
  const response = await fetch(`${url}/api/v1/write`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
    },
    body: new Uint8Array(snappy(writeRequest(series))),
  });
  if (!response.ok) throw new Error(`remote write: ${response.status} ${await response.text()}`);
}

function writeRequest(series: readonly WrittenSeries[]): Buffer {
  return Buffer.concat(series.map((one) => field(1, timeSeries(one))));
}

function timeSeries({ labels, samples }: WrittenSeries): Buffer {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([
    ...pairs.map(([name, value]) => field(1, Buffer.concat([text(1, name), text(2, value)]))),
    ...samples.map((sample) => field(2, encoded(sample))),
  ]);
}

function encoded({ at, value }: Sample): Buffer {
  const double = Buffer.alloc(9);
  double[0] = (1 << 3) | 1;
  if (value === STALE) double.writeBigUInt64LE(STALE_BITS, 1);
  else double.writeDoubleLE(value, 1);
  return Buffer.concat([double, Buffer.from([2 << 3]), varint(at)]);
}

const text = (number: number, value: string) => field(number, Buffer.from(value));

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(content.length), content]);
}

/** Beyond 32 bits too, so without bit operators. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** Snappy's block format with one literal of up to 4 GiB: tag 63 says that four bytes of length follow. */
function snappy(content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head[0] = 63 << 2;
  head.writeUInt32LE(content.length - 1, 1);
  return Buffer.concat([varint(content.length), head, content]);
}
