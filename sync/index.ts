/** Several devices of one person: what each wrote is merged by rules that need no order, and travels sealed. */
export { FolderMailbox } from './mailbox/folder.ts';
export { PostgresMailbox } from './mailbox/postgres.ts';
export { SCHEMA as POSTGRES_SCHEMA } from './mailbox/postgres-schema.ts';
export type { Mailbox } from './mailbox/types.ts';
export { makeKey, openKeys, openPiece, sealPiece, type DataKey } from './keyring.ts';
export { Round, type RoundResult } from './round.ts';
export type { Progress } from './round-parts.ts';
