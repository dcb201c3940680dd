// Appsmith's front door in Caddy's place: the API passed on, what image this is, and the single page for the rest.
import { type Answer, type Handler, type Outcome, pathOf } from './listen.ts';
import { healthyKnobs, type Knobs } from './model/knobs.ts';

const headers = { server: 'Caddy' };
/** Where people open it, if it has a domain of its own. */
const DOMAIN = 'https://appsmith.example.com';
const html = 'text/html; charset=utf-8';
const INDEX =
  '<!doctype html><html lang="en"><head><title>Appsmith</title></head><body><div id="root"></div></body></html>';

/** Appsmith's info.json, which its image build writes. */
export const IMAGE = {
  commitSha: '0123456789abcdef0123456789abcdef01234567',
  commitUrl:
    'https://github.com/appsmithorg/appsmith/commit/0123456789abcdef0123456789abcdef01234567',
  githubRunUrl: '',
  imageBuiltAt: '2025-08-19T10:20:30+00:00',
  isCI: true,
} as const;

/** @param backend handles what Caddy passes on to port 8080  @param image the version it says, and to whom */
export function frontHandler(
  backend: Handler,
  image: Pick<Knobs, 'version' | 'loopbackRedirects'> = healthyKnobs(),
): Handler {
  return async (request) => {
    const path = pathOf(request);
    if (image.loopbackRedirects && isLoopback(request.headers.host)) {
      const location = DOMAIN + (request.url ?? '/');
      return { status: 308, type: '', body: '', headers: { ...headers, location } };
    }
    if (/^\/(api|oauth2|login)\//.test(path)) return viaCaddy(await backend(request));
    if (path === '/info') {
      return { status: 200, type: 'application/json', body: info(image.version), headers };
    }
    if (path.startsWith('/static/')) return { status: 404, type: '', body: '', headers };
    // The actuator is not routed: it too is answered with the page, and 200.
    return { status: 200, type: html, body: INDEX, headers };
  };
}

function isLoopback(host = ''): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host);
}

function info(version: string): string {
  return JSON.stringify({ ...IMAGE, githubRef: `refs/tags/${version}`, version });
}

/** A backend that does not answer is a 502 with an empty body. */
function viaCaddy(outcome: Outcome): Outcome {
  if (outcome === 'hang') return outcome;
  if (outcome === 'drop') return { status: 502, type: '', body: '', headers };
  return { ...outcome, headers: { ...outcome.headers, ...headers } } satisfies Answer;
}
