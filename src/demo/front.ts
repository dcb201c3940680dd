// Appsmith's front door in Caddy's place: the API passed on, what image this is, and the single page for the rest.
import { type Answer, type Handler, type Outcome, pathOf } from './listen.ts';
import { healthyKnobs, type Knobs } from './model/knobs.ts';

const headers = { server: 'Caddy' };
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

/** @param backend handles what Caddy passes on to port 8080  @param image the version it says */
export function frontHandler(
  backend: Handler,
  image: Pick<Knobs, 'version'> = healthyKnobs(),
): Handler {
  return async (request) => {
    const path = pathOf(request);
    if (/^\/(api|oauth2|login)\//.test(path)) return viaCaddy(await backend(request));
    if (path === '/info') {
      return { status: 200, type: 'application/json', body: info(image.version), headers };
    }
    if (path.startsWith('/static/')) return { status: 404, type: '', body: '', headers };
    // The actuator is not routed: it too is answered with the page, and 200.
    return { status: 200, type: html, body: INDEX, headers };
  };
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
