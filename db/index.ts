/** The public door of the database: the only place with SQLite. */
export type * from './types/database.ts';
export type * from './types/keys.ts';
export type * from './types/learning.ts';
export type * from './types/planning.ts';
export type * from './types/store.ts';
export type * from './types/system.ts';
export type * from './types/tasks.ts';
export { slotKinds } from './types/keys.ts';
export { behaviorTypes } from './types/planning.ts';
export { jobKinds } from './types/system.ts';

export { openDatabase } from './open.ts';
export { defaultExtensionPath } from './extension.ts';

// Functions that come next, with exactly these signatures:
//   startDbWorker(options: DbWorkerOptions): DbWorker
//   listSlots(dataDir): SlotKind[]                       [] when the profile has no keys yet
//   createKeySlots(dataDir, secrets: SlotSecret[]): Promise<Uint8Array>   the new 32-byte key
//   openWith(dataDir, secret: SlotSecret): Promise<Uint8Array>
//   openWithText(dataDir, text): Promise<Uint8Array>     a passphrase or a recovery code
//   addSlot(dataDir, key, secret: SlotSecret): Promise<SlotKind[]>        replaces one of its kind
//   removeSlot(dataDir, kind): SlotKind[]                refuses to remove the last
//   makeRecoveryCode(): string
//   listBackups(dataDir): BackupInfo[]
//   restoreBackup({dataDir, key, name, now, extensionPath?}): { restored: string; aside: string | null }
//   findNewestGoodBackup({dataDir, key, extensionPath?}): BackupInfo | null
