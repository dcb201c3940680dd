// Everything that doctor looks for, in the order in which equals are told.
import type { Finding } from '../finding.ts';
import type { Facts } from '../target.ts';
import { absentParts } from './absent.ts';
import { budget } from './budget.ts';
import { clocks } from './clocks.ts';
import { configuration } from './configuration.ts';
import { notes } from './notes.ts';
import { internalPassword } from './password.ts';
import { programs } from './programs.ts';
import { redisRights } from './rights.ts';
import { troubledParts } from './troubled.ts';

export type Check = (facts: Facts) => readonly Finding[];

export const CHECKS: readonly Check[] = [
  troubledParts,
  programs,
  configuration,
  internalPassword,
  notes,
  redisRights,
  clocks,
  budget,
  absentParts,
];
