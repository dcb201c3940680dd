// replSetGetStatus and the oplog's ends to samples.
import type { Document } from 'mongodb';
import type { SampleSet } from '../../../metrics/index.ts';
import { mongodbMetrics as m } from '../metrics.ts';
import { MILLIS, numberOf, readRows, row } from './rows.ts';

const PRIMARY = 1;
/** Members that hold data and follow the primary: SECONDARY, RECOVERING, STARTUP2, ROLLBACK. */
const FOLLOWERS = new Set([2, 3, 5, 9]);

/** The whole set as the member that answered sees it. */
export function readReplicaSet(status: Document, samples: SampleSet): void {
  const set = String(status.set ?? '');
  const members: Document[] = Array.isArray(status.members) ? status.members : [];
  samples.set(m.myState, numberOf(status.myState), { set });
  samples.set(m.term, numberOf(status.term), { set });
  if (Array.isArray(status.members)) samples.set(m.members, members.length, { set });
  const primary = members.find((member) => numberOf(member.state) === PRIMARY);
  samples.set(m.election, seconds(primary?.electionDate), { set });
  for (const member of members) {
    const labels = { set, name: String(member.name ?? '') };
    const rows = [
      row(m.memberState, 'state', labels),
      row(m.memberHealth, 'health', labels),
      row(m.memberUptime, 'uptime', labels),
      row(m.memberPing, 'pingMs', labels, MILLIS),
    ];
    readRows(rows, member, samples);
    samples.set(m.memberLag, lagOf(member, primary), labels);
  }
}

/**
 * Seconds from the member's last applied write to the primary's. A member that is down reports the
 * epoch, an arbiter nothing: neither has a lag.
 */
function lagOf(member: Document, primary: Document | undefined): number | undefined {
  if (!FOLLOWERS.has(numberOf(member.state) ?? -1) || numberOf(member.health) === 0)
    return undefined;
  const own = seconds(member.optimeDate);
  const ahead = seconds(primary?.optimeDate);
  // The primary's own date may be the older one: members report it with their heartbeats.
  return own === undefined || ahead === undefined ? undefined : Math.max(0, ahead - own);
}

/** Seconds since the epoch of a date; the epoch itself means "not known". */
function seconds(date: unknown): number | undefined {
  const ms = date instanceof Date ? date.getTime() : Number.NaN;
  return ms > 0 ? ms / 1000 : undefined;
}

/** `{ first, last }`: the oldest and the newest entry of local.oplog.rs. */
export function readOplog({ first, last }: Document, samples: SampleSet): void {
  const oldest = timestampSeconds(first?.ts);
  const newest = timestampSeconds(last?.ts);
  samples.set(m.oplogOldest, oldest);
  samples.set(m.oplogNewest, newest);
  if (oldest !== undefined && newest !== undefined) samples.set(m.oplogWindow, newest - oldest);
}

/** The seconds of a BSON timestamp, which the driver gives as an object with `t` (seconds) and `i`. */
function timestampSeconds(ts: unknown): number | undefined {
  return numberOf((ts as { t?: unknown } | null | undefined)?.t);
}
