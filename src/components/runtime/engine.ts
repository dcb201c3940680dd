// The container whose network this one shares, by what Docker tells both of itself: the files that it mounts.
import type { Paths } from './mounts.ts';

/** Docker gives a container in another's network that one's /etc/hostname, out of the other's folder. */
const HOSTNAME = /^\S+ \S+ \S+ \S*\/containers\/([0-9a-f]{64})\/hostname \/etc\/hostname /m;
const ID = /[0-9a-f]{64}/;

/**
 * The cgroup of the container whose network this process shares: our own path with the other's id in it. Undefined
 * unless our own id is known too and is another: sharing a network must never pass our own figures off as Appsmith's.
 */
export function networkOwner(own: Paths, mountinfo: string): Paths | undefined {
  const owner = HOSTNAME.exec(mountinfo)?.[1];
  const self = [...own.values()].map((path) => ID.exec(path)?.[0]).find((id) => id !== undefined);
  if (owner === undefined || self === undefined || owner === self) return undefined;
  const paths = [...own].filter(([, path]) => path.includes(self));
  return new Map(paths.map(([controller, path]) => [controller, path.replace(self, owner)]));
}
