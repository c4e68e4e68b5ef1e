import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { procedure } from './base.ts';

/** The keys of a profile, its backups, and the ways on when its database can't be used. */

const present = z.string().min(1).max(1_000).optional();
const profileState = z.enum(['open', 'locked', 'damaged']);

/** Works before the profile is open; everything else answers `locked` until then. */
export const vault = {
  /** Whether the profile is open, and what opens it. */
  status: procedure.output(
    z.object({
      /** `damaged`: the database or its keys can't be used; see `recovery`. */
      state: profileState,
      slots: z.array(z.enum(['keychain', 'passphrase', 'recovery', 'keyfile'])),
      /** What a change of the keys has to be confirmed with; `keychain` asks nothing of the person. */
      proof: z.enum(['keychain', 'secret', 'keyFile']),
    }),
  ),
  /** Opens the profile with the passphrase, the recovery code or the line in the key file; throws `wrongPassphrase`. */
  unlock: procedure
    .input(z.object({ secret: z.string().min(1).max(1_000) }))
    .output(z.object({ state: profileState })),
  /**
   * Closes the database and forgets its key, until `unlock`. Refused with `unsupported` while no passphrase is set: nothing that
   * the person knows by heart would open it again.
   */
  lock: procedure.output(z.object({ state: profileState })),
  /**
   * Every change of the keys takes `present`: the passphrase, the recovery code, or the line in the key file. Without it
   * only a keychain that opens the profile here lets it through; else `secretNeeded`, `wrongPassphrase`
   * or `wrongKeyLine`.
   */
  setPassphrase: procedure
    .input(
      z.object({
        passphrase: z.string().min(8).max(1_000),
        removeKeyFile: z.boolean().default(true),
        present,
      }),
    )
    .output(z.object({ slots: z.array(z.string()) })),
  /** Makes a new recovery code, shown this once; the one before stops working. */
  makeRecoveryCode: procedure.input(z.object({ present }).default({})).output(z.object({ code: z.string() })),
};

/** `list` and `restore` work while the database is damaged, too. */
export const backups = {
  /** Newest first. */
  list: procedure.output(
    z.object({
      backups: z.array(
        z.object({
          name: z.string(),
          createdAt: z.number(),
          bytes: z.int(),
          sequence: z.int(),
          /** Null for a backup that can't be opened. */
          tasks: z.object({ open: z.int(), total: z.int() }).nullable(),
        }),
      ),
    }),
  ),
  /** Makes and checks a backup now, beside those that are made by themselves. */
  create: procedure.output(z.object({ name: z.string() })),
  /** Without a name the newest sound one. Answers the folder in which the database from before is kept. */
  restore: procedure
    .input(z.object({ name: z.string().max(200).nullable() }))
    .output(z.object({ restored: z.string(), aside: z.string().nullable() })),
};

/** The ways on from a database that can't be used, or from which data is missing. */
export const recovery = {
  /** What is wrong with the database, for the page that offers the ways on. */
  status: procedure.output(
    z.object({
      /** Null while the database is open. */
      problem: z
        .object({
          code: z.enum(errorCodes),
          params: z.record(z.string(), z.union([z.string(), z.number()])),
        })
        .nullable(),
      /** False when the keys are gone, so that no backup can be opened either. */
      hasKey: z.boolean(),
    }),
  ),
  /** Looks again, after the person has put a file back. */
  retry: procedure.output(z.object({ state: profileState })),
  /** An empty database in the place of a damaged one, which is kept in the folder that is answered. */
  startAnew: procedure.output(z.object({ aside: z.string().nullable() })),
  /** Ends the warnings about missing data: the person goes on with what is there. */
  keepCurrent: procedure.output(z.object({})),
};
