import { DaymarkError } from '../core/errors.ts';
import type { MlState } from '../core/domain/views.ts';
import type { Message } from '../core/messages/index.ts';
import {
  addSlot,
  listSlots,
  makeRecoveryCode,
  openWithText,
  removeSlot,
  type BackupInfo,
  type SlotKind,
} from '../db/index.ts';
import type { ShellKind } from './profile-types.ts';

export interface ProfileStatus {
  version: string;
  shell: ShellKind;
  profile: string;
  tz: string;
  now: number;
  firstRun: boolean;
  demo: boolean;
  ml: MlState;
  keySlots: SlotKind[];
  warnings: Message[];
}

export interface StatusSource {
  status(): ProfileStatus;
}

export interface Backups {
  list(): Promise<{ backups: BackupInfo[] }>;
  create(): Promise<{ name: string }>;
  restore(name: string): Promise<{ restored: string }>;
}

/** Wrong guesses are slowed down beyond what the passphrase's own hashing costs. */
const FREE_GUESSES = 3;
const MAX_DELAY_MS = 10_000;

/** The locks of a profile: its slots, and opening it with what a person types. */
export class Vault {
  readonly #dataDir: string;
  readonly #key: () => Uint8Array | null;
  readonly #open: (key: Uint8Array) => Promise<void>;
  #wrong = 0;
  #busy = false;

  /** @param key the open profile's key, null while it is locked; @param open opens the profile with a key */
  constructor(dataDir: string, key: () => Uint8Array | null, open: (key: Uint8Array) => Promise<void>) {
    this.#dataDir = dataDir;
    this.#key = key;
    this.#open = open;
  }

  status(): { state: 'open' | 'locked'; slots: SlotKind[] } {
    return { state: this.#key() ? 'open' : 'locked', slots: listSlots(this.#dataDir) };
  }

  async unlock(secret: string): Promise<{ state: 'open' }> {
    if (this.#key()) return { state: 'open' };
    if (this.#busy) throw new DaymarkError('busy');
    this.#busy = true;
    try {
      const delay =
        this.#wrong < FREE_GUESSES ? 0 : Math.min(MAX_DELAY_MS, 250 * 2 ** (this.#wrong - FREE_GUESSES));
      if (delay > 0) await new Promise((done) => setTimeout(done, delay));
      const key = await openWithText(this.#dataDir, secret);
      await this.#open(key);
      this.#wrong = 0;
      return { state: 'open' };
    } catch (error) {
      this.#wrong += 1;
      throw error;
    } finally {
      this.#busy = false;
    }
  }

  async setPassphrase(input: { passphrase: string; removeKeyFile: boolean }): Promise<{ slots: string[] }> {
    const key = this.#needKey();
    let slots = await addSlot(this.#dataDir, key, { kind: 'passphrase', passphrase: input.passphrase });
    if (input.removeKeyFile && slots.includes('keyfile')) slots = removeSlot(this.#dataDir, 'keyfile');
    return { slots };
  }

  async makeRecoveryCode(): Promise<{ code: string }> {
    const code = makeRecoveryCode();
    await addSlot(this.#dataDir, this.#needKey(), { kind: 'recovery', code });
    return { code };
  }

  #needKey(): Uint8Array {
    const key = this.#key();
    if (!key) throw new DaymarkError('locked');
    return key;
  }
}
