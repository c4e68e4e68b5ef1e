import type { SafeStorage } from 'electron';
import type { Keychain } from '../db/index.ts';

export type KeychainStorage = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>;

/**
 * The system keychain as a key slot. On Linux without a keyring Electron "encrypts" with a password that stands in
 * its source (`basic_text`): that counts as having no keychain. Use after Electron is ready. The synchronous calls
 * are the right ones here: they run once, before there is a window.
 */
export function systemKeychain(storage: KeychainStorage, platform: NodeJS.Platform): Keychain {
  return {
    available() {
      if (platform === 'linux' && !isRealBackend(storage.getSelectedStorageBackend())) return false;
      return storage.isEncryptionAvailable();
    },
    wrap: (plain) => new Uint8Array(storage.encryptString(Buffer.from(plain).toString('base64'))),
    unwrap: (wrapped) => new Uint8Array(Buffer.from(storage.decryptString(Buffer.from(wrapped)), 'base64')),
  };
}

function isRealBackend(backend: ReturnType<KeychainStorage['getSelectedStorageBackend']>): boolean {
  return backend !== 'basic_text' && backend !== 'unknown';
}
