// What the process's exit codes mean; a public promise to scripts and service managers.

export const EXIT = {
  OK: 0,
  /** With `--once`: Appsmith is not up. `doctor`: something is wrong. */
  NOT_UP: 1,
  /** A command, flag or configuration that cannot be used. */
  USAGE: 2,
  /** A fault of the exporter itself. */
  INTERNAL: 3,
  /**
   * A restart helps: cut off from the network of Appsmith’s container, which runs again elsewhere, or Appsmith’s
   * settings could be read only after the start; a restart policy joins and reads anew.
   */
  CUT_OFF: 70,
  /** The listen address is taken by another process. */
  PORT_IN_USE: 98,
} as const;

/** The same for people: `--help` and the documentation. */
export const EXIT_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.OK, 'all is well, or a stop that was asked for'],
  [EXIT.NOT_UP, 'with --once: Appsmith is not up; doctor: something is wrong'],
  [EXIT.USAGE, 'the command line or the configuration cannot be used'],
  [EXIT.INTERNAL, 'an error in the exporter itself'],
  [
    EXIT.CUT_OFF,
    'to be started again: cut off from the network of Appsmith’s container, or its settings could be read only after the start',
  ],
  [EXIT.PORT_IN_USE, 'the listen address is already in use'],
];
