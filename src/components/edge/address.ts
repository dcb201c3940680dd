// Where the front door is: what somebody says, Appsmith's own domain, or where Appsmith's container has it.
import type { Origin, Resolved, Settings } from '../../scrape/component.ts';

export interface Address {
  readonly url: string;
  readonly origin: Origin;
  /** Nobody named it. */
  readonly guessed: boolean;
}

const DOMAIN = /^(?!-)[\w-]+(\.[\w-]+)*(:\d{1,5})?$/;

/**
 * Chooses the address. A loopback URL of the environment is what the compose add-on sets for everybody, so
 * Appsmith's own domain comes before it; a flag or a file comes before everything.
 */
export function addressOf(settings: Settings): Address | undefined {
  const url = settings.url('url');
  const domain = settings.string('custom_domain');
  if (domain && isDomain(domain.value) && (!url || yields(url))) {
    return { url: `https://${domain.value}`, origin: domain.origin, guessed: false };
  }
  return url && { url: url.value, origin: url.origin, guessed: url.origin.kind === 'default' };
}

/** Appsmith ignores a domain with a protocol before it, and so do we. */
const isDomain = (text: string): boolean => DOMAIN.test(text);

function yields({ value, origin }: Resolved<string>): boolean {
  if (origin.kind === 'default') return true;
  return origin.kind === 'env' && isLoopback(new URL(value).hostname);
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host.startsWith('127.');
