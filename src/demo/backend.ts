// The backend's HTTP port: Appsmith's health check, some of its API, and Actuator behind a password.
import { type ActuatorOptions, actuator, notFound, spring } from './actuator.ts';
import { type Answer, type Handler, pathOf } from './listen.ts';
import type { AppsmithModel } from './model/appsmith.ts';

/** How long the health check waits for a store that is gone, in milliseconds. */
const HEALTH_TIMEOUT = { mongo: 1000, redis: 3000 };

export interface BackendOptions {
  readonly model: AppsmithModel;
  readonly actuator: ActuatorOptions;
  /** The real waits of the health check are multiplied by this; 0 in simulations. Default 1. */
  readonly patience?: number;
}

/** Handles a request as the backend would, also when Caddy hands it on. */
export function backendHandler(options: BackendOptions): Handler {
  const { model, patience = 1 } = options;
  return (request) => {
    const process = model.backend;
    // A process that hangs accepts and never answers; one that boots does not answer either.
    if (!process) return model.knobs.backendHung ? 'hang' : 'drop';
    const path = pathOf(request);
    if (path === '/api/v1/health') return health(model, patience);
    if (path === '/api/v1/tenants/current') return success({ instanceId: 'demo' });
    if (path === '/actuator' || path.startsWith('/actuator/')) {
      return actuator(options.actuator, process.registry, request);
    }
    return notFound(path);
  };
}

function health({ knobs, mongoUp }: AppsmithModel, patience: number): Answer {
  if (mongoUp && !knobs.redisDown) return success('All systems are up');
  const wait = mongoUp ? HEALTH_TIMEOUT.redis : HEALTH_TIMEOUT.mongo;
  const error = { message: 'timeout', title: 'Health check timed out', code: 'AE-HLT-5000' };
  const body = { errorDisplay: '', responseMeta: { success: false, status: 500, error } };
  return { ...spring(500, 'application/json', JSON.stringify(body)), delayMs: wait * patience };
}

function success(data: unknown): Answer {
  const body = { responseMeta: { status: 200, success: true }, data, errorDisplay: '' };
  return spring(200, 'application/json;charset=UTF-8', JSON.stringify(body));
}
