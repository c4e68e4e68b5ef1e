/** The public door of the database: the only place with SQLite. */
export type * from './types/changes.ts';
export { dataTableNames } from './types/changes.ts';
export type * from './types/database.ts';
export type * from './types/habits.ts';
export type * from './types/keys.ts';
export type * from './types/learning.ts';
export type * from './types/past.ts';
export type * from './types/planning.ts';
export type * from './types/store.ts';
export type * from './types/system.ts';
export type * from './types/tasks.ts';
export { clearName } from './names.ts';
export { describeBackups, listBackups } from './backups.ts';
export { defaultExtensionPath } from './extension.ts';
export { makeRecoveryCode } from './keys/recovery-code.ts';
export {
  addSlot,
  createKeySlots,
  keyFilePath,
  listSlots,
  openWith,
  openWithText,
  removeSlot,
} from './keys/slots.ts';
export { hasExisted } from './loss-check.ts';
export { addLoss, clearLosses, readLosses, type Loss } from './losses.ts';
export { openDatabase } from './open.ts';
export { tryOwnerLock, type OwnerLock } from './owner-lock.ts';
export { databasePath } from './paths.ts';
export { restoreBackup, startAnew } from './restore.ts';
export { startDbWorker } from './worker/client.ts';
