import { timingSafeEqual } from 'node:crypto';
import { DaymarkError } from '../core/errors.ts';
import {
  addSlot,
  keyFilePath,
  listSlots,
  makeRecoveryCode,
  openWith,
  openWithText,
  removeSlot,
  type Keychain,
  type SlotKind,
} from '../db/index.ts';
import type { ProfileState } from './profile-types.ts';

/** Wrong guesses are slowed down beyond what the passphrase's own hashing costs. */
const FREE_GUESSES = 3;
const MAX_DELAY_MS = 10_000;

type Proof = 'keychain' | 'secret' | 'keyFile';

export interface VaultOptions {
  dataDir: string;
  keychain?: Keychain | undefined;
  state(): ProfileState;
  /** The open profile's key, null while it isn't open. */
  key(): Uint8Array | null;
  /** Opens the profile with a key, or finds it damaged. */
  open(key: Uint8Array): Promise<void>;
  /** Closes the open profile and forgets its key. */
  close(): Promise<void>;
}

/** The locks of a profile: its slots, and opening it with what a person types. */
export class Vault {
  readonly #options: VaultOptions;
  #wrong = 0;
  #busy = false;

  constructor(options: VaultOptions) {
    this.#options = options;
  }

  status(): { state: ProfileState; slots: SlotKind[]; proof: Proof } {
    const state = this.#options.state();
    const slots = this.#slots();
    return { state, slots, proof: this.#proofFor(slots) };
  }

  /** Damaged keys are told by the state. */
  #slots(): SlotKind[] {
    try {
      return listSlots(this.#options.dataDir);
    } catch (error) {
      if (this.#options.state() === 'damaged') return [];
      throw error;
    }
  }

  /** A right secret may open a profile whose database turns out to be damaged. */
  async unlock(secret: string): Promise<{ state: ProfileState }> {
    const { dataDir, state, open } = this.#options;
    if (state() !== 'locked') return { state: state() };
    return this.#guess(async () => {
      await open(await openWithText(dataDir, secret));
      return { state: state() };
    });
  }

  /** Closes the profile until `unlock`, if there is something that the person knows by heart and opens it with. */
  async lock(): Promise<{ state: ProfileState }> {
    const { dataDir, state, close } = this.#options;
    this.#needKey();
    if (!listSlots(dataDir).includes('passphrase'))
      throw new DaymarkError('unsupported', { reason: 'there is no passphrase that would open it again' });
    await close();
    return { state: state() };
  }

  async setPassphrase(input: {
    passphrase: string;
    removeKeyFile: boolean;
    present?: string | undefined;
  }): Promise<{ slots: string[] }> {
    const { dataDir } = this.#options;
    const key = await this.#proven(input.present);
    let slots = await addSlot(dataDir, key, { kind: 'passphrase', passphrase: input.passphrase });
    if (input.removeKeyFile && slots.includes('keyfile')) slots = removeSlot(dataDir, 'keyfile');
    return { slots };
  }

  async makeRecoveryCode(present?: string): Promise<{ code: string }> {
    return this.#addRecoveryCode(await this.#proven(present));
  }

  /** The code of a profile that has none, for the shell that shows it to a new person; null where there is one. */
  async firstRecoveryCode(): Promise<{ code: string } | null> {
    if (listSlots(this.#options.dataDir).includes('recovery')) return null;
    return this.#addRecoveryCode(this.#needKey());
  }

  async #addRecoveryCode(key: Uint8Array): Promise<{ code: string }> {
    const code = makeRecoveryCode();
    await addSlot(this.#options.dataDir, key, { kind: 'recovery', code });
    return { code };
  }

  /** The key, for who shows that it could open the profile anyway: an open page alone is no proof of that. */
  async #proven(present: string | undefined): Promise<Uint8Array> {
    const { dataDir, keychain } = this.#options;
    const key = this.#needKey();
    const proof = this.#proofFor(listSlots(dataDir));
    if (present !== undefined) {
      return this.#guess(async () => {
        try {
          return same(await openWithText(dataDir, present), key);
        } catch (error) {
          throw proof === 'keyFile' ? new DaymarkError('wrongKeyLine', {}, { cause: error }) : error;
        }
      });
    }
    if (proof === 'keychain' && keychain)
      return same(await openWith(dataDir, { kind: 'keychain', keychain }), key);
    throw new DaymarkError('secretNeeded', {
      proof:
        proof === 'secret' ? 'the passphrase or the recovery code' : `the line in ${keyFilePath(dataDir)}`,
    });
  }

  #proofFor(slots: readonly SlotKind[]): Proof {
    if (slots.includes('keychain') && this.#options.keychain?.available()) return 'keychain';
    return slots.includes('passphrase') || slots.includes('recovery') ? 'secret' : 'keyFile';
  }

  /** One guess at a time, and slower with each wrong one. */
  async #guess<T>(open: () => Promise<T>): Promise<T> {
    if (this.#busy) throw new DaymarkError('busy');
    this.#busy = true;
    try {
      const delay =
        this.#wrong < FREE_GUESSES ? 0 : Math.min(MAX_DELAY_MS, 250 * 2 ** (this.#wrong - FREE_GUESSES));
      if (delay > 0) await new Promise((done) => setTimeout(done, delay));
      const opened = await open();
      this.#wrong = 0;
      return opened;
    } catch (error) {
      this.#wrong += 1;
      throw error;
    } finally {
      this.#busy = false;
    }
  }

  #needKey(): Uint8Array {
    const key = this.#options.key();
    if (!key) throw new DaymarkError('locked');
    return key;
  }
}

function same(found: Uint8Array, key: Uint8Array): Uint8Array {
  if (found.length === key.length && timingSafeEqual(found, key)) return key;
  throw new DaymarkError('wrongPassphrase');
}
