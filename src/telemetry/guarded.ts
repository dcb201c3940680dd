// Keeps whatever goes wrong while tracing away from what is traced.

export type Api = typeof import('@opentelemetry/api');

/** What the work gives; undefined if it throws, which the SDK's own diagnostics are told. */
export function guarded<T>({ diag }: Api, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    diag.error(String(error));
    return undefined;
  }
}
