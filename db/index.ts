/** The public interface of the database: the only place with SQLite. */
export type * from './database.ts';
export type * from './store-types.ts';
export type * from './answers/types.ts';
export type * from './behavior/types.ts';
export type * from './changes/types.ts';
export type * from './embeddings/types.ts';
export type * from './events/types.ts';
export type * from './calendars/types.ts';
export type * from './focus-marks/types.ts';
export type * from './habits/types.ts';
export type * from './history/types.ts';
export type * from './jobs/types.ts';
export type * from './keys/types.ts';
export type * from './models/types.ts';
export type * from './past/types.ts';
export type * from './plans/types.ts';
export type * from './predictions/types.ts';
export type * from './preferences/types.ts';
export type * from './projects/types.ts';
export type * from './publications/types.ts';
export type * from './recommendations/types.ts';
export type * from './recurrences/types.ts';
export type * from './reminders/types.ts';
export type * from './saved-filters/types.ts';
export type * from './search/types.ts';
export type * from './settings/types.ts';
export type * from './sync/types.ts';
export type * from './tasks/types.ts';
export type * from './time-entries/types.ts';
export type * from './trash/types.ts';
export type * from './vocabulary/types.ts';
export { dataTableNames } from './changes/types.ts';
export { nameKey } from './text.ts';
export { clearName } from './names.ts';
export { compressWeights, decompressWeights } from './models/compression.ts';
export { describeBackups, listBackups } from './backups.ts';
export { makeRecoveryCode, normaliseRecoveryCode } from './keys/recovery-code.ts';
export { costBounds, defaultCost, deriveKey, seal, unseal, type Argon2Cost } from './keys/wrap.ts';
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
export { taskFieldOf } from './tasks/columns.ts';
