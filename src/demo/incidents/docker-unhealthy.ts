// Docker calls the container unhealthy while people are served: its health check asks another door than they do.
import { incident } from './incident.ts';

/**
 * The report names no cause. Docker’s check asks `http://localhost/`, follows redirects and wants a 200: a Caddy that
 * serves only the domain of `APPSMITH_CUSTOM_DOMAIN`, as in images of that time, sends it where the container itself
 * may not get to.
 */
export const dockerUnhealthy = incident({
  name: 'docker-unhealthy',
  title: 'Docker says unhealthy while everybody is served',
  report: 29766,
  steps: [
    {
      at: '0m',
      set: { loopbackRedirects: true },
      say: 'Caddy serves its own domain alone and sends localhost there; Docker’s health check fails.',
    },
    {
      at: '30m',
      set: { loopbackRedirects: false },
      say: 'An upgrade lets Caddy answer localhost by itself; Docker says healthy.',
    },
  ],
  lasts: '45m',
});
