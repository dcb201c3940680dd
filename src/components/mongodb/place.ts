// Where Appsmith's MongoDB is, from its connection string alone, or why there is none.
import type { Absent, Configured, Resolved } from '../../scrape/component.ts';
import type { Secret } from '../../scrape/secret.ts';
import { addressOf, isLoopback, type MongoAddress, parseMongoUrl } from './url.ts';

/** Appsmith's own variable. */
export const VARIABLE = 'APPSMITH_DB_URL';

/** A connection string that can be used, and what a component says of it. */
export interface Place {
  readonly url: Secret;
  readonly address: MongoAddress;
  readonly described: Omit<Configured, 'open'>;
}

/** @param url as configured; what is wrong with it is said without repeating it */
export function placeOf(url: Resolved<Secret> | undefined): Place | Absent {
  if (!url || url.value.isEmpty) {
    return {
      absent: 'no connection string is set',
      hint: `give the exporter the ${VARIABLE} that Appsmith has, or mount /appsmith-stacks`,
    };
  }
  const text = url.value.reveal();
  if (/^postgres(ql)?:/i.test(text)) {
    return { absent: 'this Appsmith keeps its data in PostgreSQL, so there is no MongoDB' };
  }
  const address = parseMongoUrl(text);
  if (!address) {
    return {
      absent: `${url.origin.where} is no MongoDB connection string`,
      hint: 'write mongodb://user:password@host:port/appsmith; percent-encode special characters of the password (@ is %40, / is %2F)',
    };
  }
  const { origin, value } = url;
  const uncertain = origin.kind === 'docker.env' && isLoopback(address);
  const presence = { program: 'mongodb', uncertain };
  return { url: value, address, described: { address: addressOf(address), origin, presence } };
}
