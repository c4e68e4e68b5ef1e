/**
 * Every way a request can be refused, with the sentence a person reads. `{name}` stands for a parameter.
 * One list serves both contracts, the command line and the log; nothing else reports an error in its own way.
 */
export const errorSentences = {
  invalidInput: 'Invalid input: {reason}.',
  notFound: 'There is no {what} with the id {id}.',
  conflict: 'This was changed in the meantime. Look at the newest version and try again.',
  tooLarge: 'This is larger than the {limit} that can be taken at once.',
  unauthorized: 'This page may not talk to Daymark. Open the address that was printed at the start.',
  busy: 'Too many requests at once. Try again in a moment.',
  dependencyCycle: 'These tasks wait for each other: {titles}.',
  locked: 'The profile is locked. Enter the passphrase or the recovery code.',
  wrongPassphrase: 'That passphrase or recovery code does not open this profile.',
  wrongKeyLine: 'That is not the line in the key file.',
  secretNeeded: 'This changes the keys of the profile. Confirm it with {proof}.',
  archiveLocked: 'This archive opens with its passphrase: {reason}.',
  keyFileMissing: 'The key of this profile is missing: {path}.',
  keyFileDamaged: 'The key slots of this profile can’t be read: {path}.',
  keychainUnavailable:
    'Only the system keychain can open this profile here. Give the passphrase or the recovery code.',
  databaseForeign: 'The database file is damaged or is not one of Daymark: {path}. It was left as it is.',
  databaseMissing: 'The database of this profile is missing: {path}.',
  databaseNewer:
    'This profile was written by a newer Daymark (schema {found}, this one knows {known}). It was left as it is.',
  databaseReadOnly: 'The data folder can’t be written: {path}.',
  diskFull: 'The disk is full. Nothing was changed.',
  backupUnusable: 'That backup can’t be opened, so nothing was restored.',
  profileInUse: 'This profile is open in another Daymark (process {pid}) that does not answer.',
  modelUnavailable: 'The language model is not here: {reason}. Everything but similarity goes on working.',
  stateDamaged: 'Stored model weights are damaged: {reason}.',
  mlUnavailable: 'The helper process is restarting. What you typed is safe.',
  unreachable: '{host} can’t be reached: {reason}.',
  privateAddress: '{host} is an address in a private network. Allow it if it is yours.',
  notConnected: 'There is no connection to Daymark just now, so nothing was changed.',
  cancelled: 'Stopped.',
  unsupported: 'This is not possible here: {reason}.',
  internal: 'Something went wrong inside Daymark. The log says more under {ref}.',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof errorSentences;
export const errorCodes = Object.keys(errorSentences) as [ErrorCode, ...ErrorCode[]];
export type ErrorParams = Record<string, string | number>;

/** The one error type that crosses module borders. `message` is the finished English sentence. */
export class DaymarkError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(fillSentence(errorSentences[code], params), options);
    this.name = 'DaymarkError';
    this.code = code;
    this.params = params;
  }
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorSentences, code);
}

/** Puts parameters into a sentence; a missing one stays visible as its name. */
export function fillSentence(sentence: string, params: Record<string, unknown>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? String(params[name]) : whole,
  );
}
