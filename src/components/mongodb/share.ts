// One client for all that ask the same MongoDB: whoever comes with a URL that is in use gets the link that is there.
import type { Secret } from '../../scrape/secret.ts';
import { Link } from './link.ts';
import type { MongoAddress } from './url.ts';

interface Shared {
  readonly link: Link;
  users: number;
}

/** By connection string, which is why it is kept here and shown nowhere. */
const shared = new Map<string, Shared>();

/** A link and the way to give it back. */
export interface Lease {
  readonly link: Link;
  /** Call once; the last one who gives it back closes it. */
  release(): Promise<void>;
}

/** Opens nothing yet: the first question does. Two collectors of one URL hold one pooled connection between them. */
export function leaseLink(url: Secret, address: MongoAddress): Lease {
  const key = url.reveal();
  const found = shared.get(key) ?? { link: new Link(url, address), users: 0 };
  shared.set(key, found);
  found.users++;
  let held = true;
  return {
    link: found.link,
    release: async () => {
      if (!held) return;
      held = false;
      if (--found.users > 0) return;
      if (shared.get(key) === found) shared.delete(key);
      await found.link.close();
    },
  };
}
