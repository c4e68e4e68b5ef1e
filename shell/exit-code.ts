import { DaymarkError, type ErrorCode } from '../core/errors.ts';

const BAD_INPUT = 2;
const LOCKED = 3;

const EXIT_CODES: Partial<Record<ErrorCode, number>> = {
  invalidInput: BAD_INPUT,
  notFound: BAD_INPUT,
  tooLarge: BAD_INPUT,
  conflict: BAD_INPUT,
  archiveLocked: BAD_INPUT,
  dependencyCycle: BAD_INPUT,
  locked: LOCKED,
  wrongPassphrase: LOCKED,
  keychainUnavailable: LOCKED,
};

/** The exit code of a program that ends with this error: 2 for bad input, 3 when the profile is locked, 1 for anything else. */
export function exitCodeOf(error: unknown): number {
  return error instanceof DaymarkError ? (EXIT_CODES[error.code] ?? 1) : 1;
}
