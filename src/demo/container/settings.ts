// What the container's variables make of the embedded Appsmith, as the real one understands them.

/** The container's own environment over docker.env, placeholders resolved. */
export type Variables = Readonly<Record<string, string | undefined>>;

export interface ContainerSettings {
  /** Of the MongoDB server inside; undefined if another machine has it. */
  readonly mongo: { readonly user: string; readonly password: string } | undefined;
  readonly redis: boolean;
  readonly supervisor: { readonly user: string; readonly password: string };
  /** Undefined: none is set, and nobody may read the actuator. */
  readonly internalPassword: string | undefined;
  /** The actuator's `prometheus` is among what the web shows. */
  readonly exposed: boolean;
  readonly histograms: boolean;
}

/** Throws where the real one would not start: a URL that is none. */
export function containerSettings(variables: Variables): ContainerSettings {
  const {
    APPSMITH_DB_URL = variables.APPSMITH_MONGODB_URI ?? '',
    APPSMITH_REDIS_URL = '',
    APPSMITH_SUPERVISOR_USER: user = 'appsmith',
    APPSMITH_SUPERVISOR_PASSWORD: password = '',
    APPSMITH_INTERNAL_PASSWORD: internal = '',
    MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE: include = '',
    MANAGEMENT_METRICS_DISTRIBUTION_SLO_HTTP_SERVER_REQUESTS: buckets = '',
  } = variables;
  return {
    mongo: isInside(APPSMITH_DB_URL) ? credentials(APPSMITH_DB_URL) : undefined,
    redis: isInside(APPSMITH_REDIS_URL),
    supervisor: { user, password },
    internalPassword: internal === '' ? undefined : internal,
    exposed: include.split(',').some((id) => ['prometheus', '*'].includes(id.trim())),
    histograms: buckets !== '',
  };
}

/** The test of Appsmith's start script, which decides whether a store is started at all. */
function isInside(url: string): boolean {
  return url.includes('localhost') || url.includes('127.0.0.1');
}

function credentials(url: string): { user: string; password: string } {
  const { username, password } = new URL(url);
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
}
