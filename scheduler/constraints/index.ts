import { asap } from './asap.ts';
import { buffers } from './buffers.ts';
import type { Constraint } from './constraint.ts';
import { energy } from './energy.ts';
import { focus } from './focus.ts';
import { focusTime } from './focustime.ts';
import { fragmentation } from './fragmentation.ts';
import { load } from './load.ts';
import { preferred } from './preferred.ts';
import { priority } from './priority.ts';
import { stability } from './stability.ts';
import { switching } from './switching.ts';
import { tardiness } from './tardiness.ts';

/** Every soft constraint, in the order in which scores and explanations list them. */
export const constraints: readonly Constraint[] = [
  tardiness,
  priority,
  energy,
  switching,
  fragmentation,
  buffers,
  focus,
  focusTime,
  load,
  preferred,
  asap,
  stability,
];

export type { Constraint, Placement, Term } from './constraint.ts';
