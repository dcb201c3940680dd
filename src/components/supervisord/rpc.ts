// Calls supervisord: several methods in one request, over one kept connection.
import { ScrapeError } from '../../scrape/errors.ts';
import { discard, HttpClient, type HttpResponse, readText } from '../../scrape/http.ts';
import type { Secret } from '../../scrape/secret.ts';
import { parseResponse, XmlRpcFault, type XmlRpcValue } from './xml-rpc.ts';

const PATH = '/RPC2';

export interface RpcOptions {
  readonly url: string;
  readonly user: string;
  readonly password: Secret;
}

export interface Call {
  readonly method: string;
  readonly params?: readonly (string | number)[];
}

/** The body of a `system.multicall`: its answer is an array with a value, or a fault, for each call. */
export function multicall(calls: readonly Call[]): string {
  const data = calls.map(
    ({ method, params = [] }) =>
      `<value><struct><member><name>methodName</name><value><string>${method}</string></value></member>` +
      `<member><name>params</name><value><array><data>${params.map(written).join('')}</data></array></value></member></struct></value>`,
  );
  return `<?xml version="1.0"?>
<methodCall><methodName>system.multicall</methodName><params><param><value><array><data>${data.join('')}</data></array></value></param></params></methodCall>`;
}

function written(value: string | number): string {
  if (typeof value === 'number') return `<value><int>${value}</int></value>`;
  const text = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<value><string>${text}</string></value>`;
}

export class Rpc {
  readonly #http: HttpClient;

  constructor({ url, user, password }: RpcOptions) {
    this.#http = new HttpClient({ url, basicAuth: { user, password }, maxSockets: 1 });
  }

  /** Sends a body that {@link multicall} wrote; throws a ScrapeError for anything that is no answer to it. */
  async call(body: string, signal: AbortSignal): Promise<XmlRpcValue> {
    const headers = { 'content-type': 'text/xml' };
    const response = await this.#http.request(PATH, { signal, method: 'POST', headers, body });
    refuse(response);
    try {
      return parseResponse(await readText(response));
    } catch (error) {
      throw error instanceof XmlRpcFault ? refusal(error) : error;
    }
  }

  close(): void {
    this.#http.close();
  }
}

/** The server's refusal of a whole call, or of a part without which the rest says nothing. */
export function refusal({ code }: XmlRpcFault): ScrapeError {
  const reason = code === 1 ? 'unsupported' : 'protocol';
  return new ScrapeError(reason, `supervisord refused the call with fault ${code}`);
}

/** Throws for an answer that cannot be XML-RPC. */
function refuse(response: HttpResponse): void {
  const { status, mediaType } = response;
  if (status === 200 && mediaType === 'text/xml') return;
  discard(response);
  if (status === 401) {
    throw new ScrapeError(
      'unauthorized',
      'supervisord refused the user name or password: they must be those that Appsmith was started with',
    );
  }
  if (status === 403) throw new ScrapeError('forbidden', `${PATH} answered 403`);
  if (status === 404)
    throw new ScrapeError('not_found', `${PATH} answered 404: not supervisord’s port`);
  if (status !== 200) throw new ScrapeError('http_status', `${PATH} answered ${status}`);
  throw new ScrapeError(
    'protocol',
    `${PATH} answered ${mediaType || 'no content type'}, not text/xml`,
  );
}
