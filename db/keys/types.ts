/** Ways to get at the database key, strongest first. */
export const slotKinds = ['keychain', 'passphrase', 'recovery', 'keyfile'] as const;
/** The kind of a key slot. */
export type SlotKind = (typeof slotKinds)[number];

/** The operating system's keychain (Electron's safeStorage), injected by the shell that has one. */
export interface Keychain {
  /** False when nothing is really encrypted: no keychain, or Linux' `basic_text`. */
  available(): boolean;
  wrap(plain: Uint8Array): Uint8Array;
  unwrap(wrapped: Uint8Array): Uint8Array;
}

/** A secret to open or make a slot with. */
export type SlotSecret =
  | { kind: 'keychain'; keychain: Keychain }
  | { kind: 'passphrase'; passphrase: string }
  | { kind: 'recovery'; code: string }
  | { kind: 'keyfile' };
