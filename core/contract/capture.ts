import { z } from 'zod';
import { MAX_PASTE_LENGTH, pastedItem } from '../domain/paste.ts';
import { captureAnswer, captureGuess } from '../domain/views.ts';
import { procedure } from './base.ts';
import { literals, MAX_CAPTURE_LENGTH, requestTime } from './requests.ts';

/** Reading what is being typed or pasted, before it becomes tasks. Nothing is written. */
export const capture = {
  /** Reads a line as it is being typed. Writes nothing. */
  parse: procedure
    .input(
      z.object({
        text: z.string().max(MAX_CAPTURE_LENGTH),
        seq: z.int(),
        literals,
        ...requestTime,
      }),
    )
    .output(captureAnswer),
  /**
   * Duration and fields that similar past tasks suggest for a line that has come to rest. Slower than `parse`; `parse`
   * repeats what was guessed here when it is asked for the same reading again.
   */
  guess: procedure
    .input(
      z.object({
        text: z.string().max(MAX_CAPTURE_LENGTH),
        literals,
        ...requestTime,
      }),
    )
    .output(captureGuess),
  /** The line that was being typed when a page last went away; empty when there was none. Held in memory alone. */
  draft: procedure.output(z.object({ text: z.string() })),
  /** Holds a line as it is being typed, until it is taken or emptied. No task yet, and no step of the history. */
  keepDraft: procedure
    .input(z.object({ text: z.string().max(MAX_CAPTURE_LENGTH) }))
    .output(z.object({ kept: z.boolean() })),
  /** What a paste would become: the first tasks, how many in all, how many of them finished or with notes. */
  preview: procedure.input(z.object({ text: z.string().max(MAX_PASTE_LENGTH) })).output(
    z.object({
      items: z.array(pastedItem),
      total: z.int(),
      done: z.int(),
      noted: z.int(),
    }),
  ),
};
