// Caddy's admin endpoint over HTTP: asked with a Host header that it accepts, its answers bounded.
import { ScrapeError } from '../../scrape/errors.ts';
import { discard, HttpClient, type HttpResponse, readText } from '../../scrape/http.ts';

/** What Caddy takes for its own where it is bound to loopback, whatever port it is reached by. */
const LOOPBACK_HOST = 'localhost:2019';
const MAX_JSON = 1 << 20;

export class Admin {
  readonly #http: HttpClient;
  #host: string | undefined;

  constructor(url: string) {
    this.#http = new HttpClient({ url });
  }

  /**
   * Bound to loopback, Caddy answers 403 to a Host that is not its own address, such as that of a forwarded port:
   * then it is asked once more, and from there on, by the name that it has by default.
   */
  async get(path: string, signal: AbortSignal): Promise<HttpResponse> {
    const response = await this.#get(path, signal, this.#host);
    if (response.status !== 403 || this.#host !== undefined) return response;
    discard(response);
    const again = await this.#get(path, signal, LOOPBACK_HOST);
    if (again.status !== 403) this.#host = LOOPBACK_HOST;
    return again;
  }

  /** A path's JSON; undefined where it answers with anything else. */
  async json(path: string, signal: AbortSignal): Promise<unknown> {
    const response = await this.get(path, signal);
    if (response.status !== 200) {
      discard(response);
      return undefined;
    }
    try {
      return JSON.parse(await readText(response, MAX_JSON));
    } catch (error) {
      if (error instanceof ScrapeError && error.reason !== 'too_large') throw error;
      if (error instanceof SyntaxError || error instanceof ScrapeError) return undefined;
      throw error;
    }
  }

  close(): void {
    this.#http.close();
  }

  #get(path: string, signal: AbortSignal, host: string | undefined): Promise<HttpResponse> {
    return this.#http.request(path, {
      signal,
      headers: { accept: 'text/plain;version=0.0.4', ...(host !== undefined && { host }) },
    });
  }
}
