// Appsmith's cloud services, as far as a sign of life goes; the demo calls nobody outside.
import { listen } from './listen.ts';
import type { StartPart } from './parts.ts';

export const startCloudServices: StartPart = async ({ model: { knobs } }) => {
  const server = await listen((request) => {
    if (knobs.cloudServicesDown) return 'drop';
    return { status: 200, type: 'text/plain', body: request.socket.remoteAddress ?? '' };
  });
  return {
    env: {
      APPSMITH_EXPORTER_CLOUD_SERVICES_ENABLED: 'true',
      APPSMITH_EXPORTER_CLOUD_SERVICES_URL: server.url,
    },
    stop: server.stop,
  };
};
