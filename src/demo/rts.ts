// RTS's HTTP port: its health check, well and ill; RTS that is gone does not listen, which its host arranges.
import { type Handler, pathOf } from './listen.ts';
import type { AppsmithModel } from './model/appsmith.ts';

const type = 'application/json; charset=utf-8';

export function rtsHandler(model: AppsmithModel): Handler {
  return (request) => {
    const path = pathOf(request);
    if (path !== '/rts-api/v1/health-check') {
      const body = `Cannot ${request.method} ${path}`;
      return { status: 404, type: 'text/html; charset=utf-8', body };
    }
    const { rtsIll } = model.knobs;
    if (rtsIll === 'error') {
      const body = { success: false, message: 'Something went wrong' };
      return { status: 500, type, body: JSON.stringify(body) };
    }
    return { status: 200, type, body: JSON.stringify({ success: rtsIll === false }) };
  };
}
