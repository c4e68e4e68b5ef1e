import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { desktopPatch, desktopState, windowName, windowRequest } from '../domain/desktop.ts';
import { taskId } from '../ids.ts';
import { procedure } from './base.ts';

/** The machine around Daymark: keys for the whole desktop, the tray, its other windows. `unsupported` where there is none. */
export const desktop = {
  /** What this shell offers, and what is set on this device. */
  state: procedure.output(desktopState),
  /**
   * Sets what is given, on this device alone. Keys that another program has are refused with `unsupported`, and nothing is
   * changed then.
   */
  set: procedure.input(desktopPatch).output(desktopState),
  /** Pushes what a window is asked to show, the last thing asked before it listened included. */
  requests: procedure.input(z.object({ window: windowName })).output(eventIterator(windowRequest)),
  /** Shows a window; the one for focus on a task, where one is named. */
  show: procedure
    .input(z.object({ window: windowName, taskId: taskId.optional() }))
    .output(z.object({ shown: z.boolean() })),
  /** Hides a window and keeps what is typed in it. */
  hide: procedure.input(z.object({ window: windowName })).output(z.object({ hidden: z.boolean() })),
};
