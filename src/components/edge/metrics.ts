// What may be exposed about the front door: what somebody who opens Appsmith gets, and how long each part of it takes.
import { type Catalogue, gauge, info } from '../../metrics/index.ts';

const PAGE = 'GET of the public URL';
const HEALTH = 'GET /api/v1/health through the public URL';

/** What a visit's time is spent on, in the order in which it comes. */
export const PHASES = ['resolve', 'connect', 'tls', 'processing', 'transfer'] as const;

/** What the front door shows: Appsmith, its page while it starts, a login of somebody else's, or something else. */
export const PAGES = ['app', 'starting', 'login', 'other'] as const;

/** Why a certificate is not accepted, each of them one or more of OpenSSL’s reasons. */
export const CERTIFICATE_ERRORS = [
  'expired',
  'not_yet_valid',
  'wrong_name',
  'self_signed',
  'unknown_issuer',
  'other',
] as const;

export const edgeMetrics = {
  up: gauge({
    name: 'appsmith_edge_up',
    help: 'Whether the front door gives people Appsmith (1): its page, and its API behind it; also 1 where a login stands before it, which cannot be seen through.',
    source: `${PAGE}, then ${HEALTH}`,
  }),
  info: info({
    name: 'appsmith_edge_info',
    help: 'How the front door was reached, as labels; load_balancer is what well-known headers tell, or none.',
    source: `${PAGE}: scheme, ALPN, TLS version, response headers`,
    labels: ['scheme', 'http_version', 'tls_version', 'load_balancer'],
  }),
  status: gauge({
    name: 'appsmith_edge_status_code',
    help: 'HTTP status of the page, at the end of all redirects.',
    source: PAGE,
  }),
  page: gauge({
    name: 'appsmith_edge_page',
    help: 'What the front door shows: 1 for what it is, 0 for the others. Appsmith answers unknown paths, and its start, with 200 too, so the text decides.',
    source: `${PAGE}: the text`,
    labels: ['page'],
  }),
  redirects: gauge({
    name: 'appsmith_edge_redirects',
    help: 'Redirects that were followed to the page.',
    source: PAGE,
  }),
  duration: gauge({
    name: 'appsmith_edge_duration_seconds',
    help: 'Time from the first step to the end of the page, over a new connection and with all redirects.',
    source: PAGE,
    unit: 'seconds',
  }),
  phase: gauge({
    name: 'appsmith_edge_phase_duration_seconds',
    help: 'Time of each phase of getting the page, summed over redirects; absent for a phase that there was not.',
    source: PAGE,
    unit: 'seconds',
    labels: ['phase'],
  }),
  apiUp: gauge({
    name: 'appsmith_edge_api_up',
    help: 'Whether the API answered through the front door in JSON (1), or something else did, such as the web page or a proxy’s error (0).',
    source: `${HEALTH}: the content type and the text`,
  }),
  apiDuration: gauge({
    name: 'appsmith_edge_api_duration_seconds',
    help: 'Time from asking the API through the front door to the answer’s head, over a connection that is open already.',
    source: HEALTH,
    unit: 'seconds',
  }),
  tls: gauge({
    name: 'appsmith_edge_tls',
    help: 'Whether the page came over TLS (1) or in plain text (0), at the end of all redirects.',
    source: `${PAGE}: the scheme`,
  }),
  http2: gauge({
    name: 'appsmith_edge_http2',
    help: 'Whether the front door offers HTTP/2 over TLS; absent without TLS.',
    source: `${PAGE}: ALPN`,
  }),
  certificateExpiry: gauge({
    name: 'appsmith_edge_certificate_expiry_timestamp_seconds',
    help: 'When the front door’s certificate expires, in seconds since 1970; absent without TLS.',
    source: 'TLS handshake: notAfter of the certificate',
    unit: 'seconds',
  }),
  chainExpiry: gauge({
    name: 'appsmith_edge_certificate_chain_expiry_timestamp_seconds',
    help: 'When the first of the certificate and those that vouch for it expires, in seconds since 1970; roots are left out.',
    source: 'TLS handshake: the least notAfter of the chain',
    unit: 'seconds',
  }),
  verified: gauge({
    name: 'appsmith_edge_certificate_verified',
    help: 'Whether the certificate is valid for the name and its chain leads to an authority that the exporter trusts; absent without TLS.',
    source: 'TLS handshake',
  }),
  certificateError: gauge({
    name: 'appsmith_edge_certificate_error',
    help: `Why the certificate is not accepted: 1 for the first reason (${CERTIFICATE_ERRORS.join(', ')}); absent if it is.`,
    source: 'TLS handshake: OpenSSL’s verification',
    labels: ['reason'],
  }),
  websocketUp: gauge({
    name: 'appsmith_edge_websocket_up',
    help: 'Whether a WebSocket to RTS can be opened through the front door; only where the check is switched on.',
    source: 'GET /rts/ with Upgrade: 101',
  }),
  websocketStatus: gauge({
    name: 'appsmith_edge_websocket_status_code',
    help: 'HTTP status with which the WebSocket was answered: 101 if it opens.',
    source: 'GET /rts/ with Upgrade',
  }),
} satisfies Catalogue;
