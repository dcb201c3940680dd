// Where the front door is: what somebody says, Appsmith's own domain, or where Appsmith's container has it.
import type { Origin, Resolved, Settings } from '../../scrape/component.ts';

export interface Address {
  readonly url: string;
  readonly origin: Origin;
  /** Nobody named it. */
  readonly guessed: boolean;
}

const DOMAIN = /^(?!-)[\w-]+(\.[\w-]+)*(:\d{1,5})?$/;

/** What the compose add-on sets where nobody has said anything. */
const UNSAID = 'http://localhost';

/** Chooses the address: what somebody said, then Appsmith's own domain, then what is set for everybody. */
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

const yields = ({ value, origin }: Resolved<string>): boolean =>
  origin.kind === 'default' || (origin.kind === 'env' && value === UNSAID);
