// What an answer of the front door is: Appsmith's page, the page of its start, a login before it, its API, or none of these.
import type { IncomingHttpHeaders } from 'node:http';
import { ScrapeError } from '../../scrape/errors.ts';
import type { PAGES } from './metrics.ts';
import type { Answer } from './speak.ts';

export type Page = (typeof PAGES)[number];

/** By its text: Caddy answers every unknown path, and a backend that starts, with 200 and a page. */
export function pageOf({ status, text }: Pick<Answer, 'status' | 'text'>): Page {
  if (status === 401 || status === 403 || (status >= 300 && status < 400)) return 'login';
  if (status !== 200) return 'other';
  if (/Appsmith is starting/i.test(text)) return 'starting';
  return /<div[^>]*\bid=["']?root\b/i.test(text) && /appsmith/i.test(text) ? 'app' : 'other';
}

/** Whether it is the API that answered, healthy or not: a JSON object, and no web page. */
export function isApi({ mediaType, text }: Pick<Answer, 'mediaType' | 'text'>): boolean {
  if (!/\bjson$/.test(mediaType)) return false;
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json);
  } catch {
    return false;
  }
}

/**
 * Why people do not get Appsmith: from the page, then from what answered instead of the API. That is the front door's
 * state and not a failure to read it, so none of the reasons is one that says that.
 */
export function whyNot(page: Page, { status }: Answer, api: Answer): ScrapeError {
  const unhealthy = (text: string) => new ScrapeError('unhealthy', text);
  if (page === 'starting') {
    return unhealthy('the front door shows the page that Appsmith has while it starts');
  }
  if (page === 'other' && status === 200) {
    return unhealthy('the front door shows a page that is not Appsmith’s');
  }
  if (page === 'other') {
    return new ScrapeError('http_status', `the front door answers with HTTP ${status}`);
  }
  if (api.status >= 500) {
    return unhealthy(`the front door does not reach the backend (HTTP ${api.status})`);
  }
  const what = api.mediaType === 'text/html' ? 'a web page' : `HTTP ${api.status} and no JSON`;
  return unhealthy(`/api/v1/health gives ${what}: the API is not routed`);
}

type Sign = readonly [name: string, seen: (headers: IncomingHttpHeaders) => boolean];

const has = (name: string) => (headers: IncomingHttpHeaders) => headers[name] !== undefined;
const says = (name: string, pattern: RegExp) => (headers: IncomingHttpHeaders) =>
  pattern.test(String(headers[name] ?? ''));
const server = (pattern: RegExp) => says('server', pattern);
const via = (pattern: RegExp) => says('via', pattern);
const cookie = (pattern: RegExp) => (headers: IncomingHttpHeaders) =>
  headers['set-cookie']?.some((text) => pattern.test(text)) ?? false;

/** Headers by which what stands before Appsmith is known; the first that fits, so the outermost come first. */
const SIGNS: readonly Sign[] = [
  ['cloudflare', has('cf-ray')],
  ['cloudfront', has('x-amz-cf-id')],
  ['fastly', has('x-fastly-request-id')],
  ['akamai', server(/^AkamaiGHost/i)],
  ['azure-front-door', has('x-azure-ref')],
  ['azure-application-gateway', cookie(/^ApplicationGatewayAffinity/)],
  ['azure-application-gateway', server(/^Microsoft-Azure-Application-Gateway/i)],
  ['aws-alb', cookie(/^AWSALB/)],
  ['aws-alb', server(/^awselb/i)],
  ['google', via(/\bgoogle\b/i)],
  ['google', server(/^(Google Frontend|gws)/i)],
  ['heroku', via(/\bvegur\b/i)],
  ['envoy', server(/^(istio-)?envoy/i)],
  ['nginx', server(/^(nginx|openresty)/i)],
  ['other', has('via')],
];

/** What stands before Appsmith, as a bounded label: `none` if no header tells of anything. */
export function loadBalancerOf(headers: IncomingHttpHeaders): string {
  return SIGNS.find(([, seen]) => seen(headers))?.[0] ?? 'none';
}
