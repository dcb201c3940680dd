// The records behind mongodb+srv, looked up once before the driver does: it would wait for a dead resolver beyond any deadline.
import dns from 'node:dns';
import { ScrapeError } from '../../scrape/errors.ts';
import type { Deadline } from './client.ts';
import type { MongoAddress } from './url.ts';

/** The most that a look-up may take, and its share of the time left: the connection needs some, too. */
const LIMIT_MS = 4000;
const SHARE_OF_TIME = 0.5;
/** What a name without a TXT record answers; the driver does without one. */
const NO_TXT = new Set(['ENODATA', 'ENOTFOUND']);

/** Throws a ScrapeError `dns` where the driver could not find the servers, within the deadline. */
export async function checkSrv(
  { hosts, options }: MongoAddress,
  { signal, remaining }: Deadline,
): Promise<void> {
  const host = hosts[0] ?? '';
  const name = `_${options.get('srvservicename') ?? 'mongodb'}._tcp.${host}`;
  const limit = Math.max(1, Math.min(LIMIT_MS, Math.round(remaining() * SHARE_OF_TIME)));
  const resolver = new dns.promises.Resolver({
    timeout: Math.max(1, Math.floor(limit / 2)),
    tries: 2,
  });
  resolver.setServers(dns.getServers());
  const cancel = () => resolver.cancel();
  const timer = setTimeout(cancel, limit);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await Promise.all([resolver.resolveSrv(name), resolver.resolveTxt(host).catch(withoutTxt)]);
  } catch (error) {
    signal.throwIfAborted();
    const code = (error as NodeJS.ErrnoException).code ?? 'no answer';
    throw new ScrapeError('dns', `the SRV record ${name} cannot be looked up (${code})`);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

function withoutTxt(error: NodeJS.ErrnoException): string[][] {
  if (NO_TXT.has(error.code ?? '')) return [];
  throw error;
}
