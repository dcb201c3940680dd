// The standard answers of the MongoDB stand-in: the handshake and the few commands every server knows.
import type { Document } from 'mongodb';
import type { Handlers } from './answers.ts';
import type { Session } from './session.ts';

export interface HelloOptions {
  /** Name of the replica set; `null` for a standalone server. */
  readonly replicaSet?: string | null;
  /** Addresses of all members; this server alone by default. */
  readonly members?: readonly string[];
  /** What this server calls itself; its address by default. */
  readonly me?: string;
  readonly secondary?: boolean;
  readonly version?: string;
}

/** Highest wire version of each release; what is not listed answers as 7.0. */
const WIRE_VERSIONS: Readonly<Record<string, number>> = {
  '4.2': 8,
  '4.4': 9,
  '5.0': 13,
  '6.0': 17,
  '7.0': 21,
  '8.0': 25,
  '8.2': 27,
};

/** The answer of hello and isMaster. */
export function helloAnswer(
  port: number,
  options: HelloOptions,
  session: Session,
  command: Document,
): Document {
  const { me = `127.0.0.1:${port}` } = options;
  const { replicaSet = 'mr1', members = [me], secondary = false, version = '7.0.14' } = options;
  const primary = !secondary;
  const speculative = command.speculativeAuthenticate as Document | undefined;
  return {
    helloOk: true,
    isWritablePrimary: primary,
    ismaster: primary,
    ...(replicaSet !== null && {
      setName: replicaSet,
      setVersion: 1,
      hosts: members,
      secondary,
      me,
    }),
    ...(replicaSet !== null && primary && { primary: me }),
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSIONS[version.split('.').slice(0, 2).join('.')] ?? 21,
    readOnly: false,
    ...(command.saslSupportedMechs !== undefined && { saslSupportedMechs: ['SCRAM-SHA-256'] }),
    ...(speculative && { speculativeAuthenticate: session.start(speculative) }),
    ok: 1,
  };
}

/** What every server answers alike. */
export function standardHandlers({ version = '7.0.14' }: HelloOptions): Handlers {
  return {
    ping: () => ({ ok: 1 }),
    endSessions: () => ({ ok: 1 }),
    killCursors: () => ({ cursorsKilled: [], cursorsNotFound: [], ok: 1 }),
    buildInfo: () => ({ version, modules: [], ok: 1 }),
  };
}
