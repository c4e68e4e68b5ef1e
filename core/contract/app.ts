import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { settings, settingsPatch } from '../domain/settings.ts';
import { liveChange, mlState } from '../domain/views.ts';
import { message } from '../messages/message.ts';
import { zoneId } from '../time/schemas.ts';
import { procedure } from './base.ts';

/** A library, font or model that is part of the program. Data files have no version. */
export const notice = z.object({
  name: z.string(),
  version: z.string(),
  licence: z.string(),
  text: z.string(),
});
export type Notice = z.infer<typeof notice>;

const localApiState = z.object({
  enabled: z.boolean(),
  /** Null while it doesn't listen. */
  address: z.string().nullable(),
  /** Where address and token lie, readable by this user alone. */
  tokenFile: z.string(),
});

/** The program itself, and what it pushes. */
export const app = {
  /** Where and how the program runs, and what is wrong with it. Answers while the profile is locked, too. */
  status: procedure.output(
    z.object({
      version: z.string(),
      shell: z.enum(['electron', 'browser', 'cli']),
      profile: z.string(),
      tz: zoneId,
      now: z.number(),
      firstRun: z.boolean(),
      demo: z.boolean(),
      ml: mlState,
      /** How the database key is kept, strongest first. */
      keySlots: z.array(z.enum(['keychain', 'passphrase', 'recovery', 'keyfile'])),
      /** What is wrong with the profile's files, with the way back. */
      warnings: z.array(message).default([]),
    }),
  ),
  /** Licences of everything by others that is part of the program; throws `unsupported` when it was not built. */
  notices: procedure.output(z.object({ notices: z.array(notice) })),
  /** Pushes what changed, for as long as the caller listens. */
  changes: procedure.output(eventIterator(liveChange)),
  /**
   * Waits until nothing that was asked for is still being worked on (guesses, learning, planning), `timeoutMs` at most;
   * answers whether it came to that. For shells that end soon, such as the command line.
   */
  settled: procedure
    .input(z.object({ timeoutMs: z.int().min(1).max(120_000) }))
    .output(z.object({ settled: z.boolean() })),
  /** The local API: the calls of this contract over HTTP for programs of this person, off unless it was turned on here. */
  localApi: procedure.output(localApiState),
  /** Turns the local API on or off; off makes its token worthless. */
  setLocalApi: procedure.input(z.object({ enabled: z.boolean() })).output(localApiState),
  /** Applies the answers of the first run; skipping sends none. */
  finishFirstRun: procedure.input(settingsPatch).output(settings),
};

/** What the person has set. */
export const preferences = {
  /** Every setting; one that was never set has its default. */
  get: procedure.output(settings),
  /** Sets those that are given, as one step of the history. Answers all of them. */
  update: procedure.input(settingsPatch).output(settings),
};
