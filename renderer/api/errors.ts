import { ORPCError } from '@orpc/client';
import {
  DaymarkError,
  errorSentences,
  fillSentence,
  isErrorCode,
  type ErrorCode,
} from '../../core/errors.ts';

/** The typed code of a refused request, or null for anything else (a lost connection, a bug of ours). */
export function codeOf(error: unknown): ErrorCode | null {
  const code = error instanceof ORPCError || error instanceof DaymarkError ? error.code : null;
  return isErrorCode(code) ? code : null;
}

/** What a person reads about a failed request. */
export function sentenceOf(error: unknown): string {
  const code = codeOf(error);
  if (code) return fillSentence(errorSentences[code], paramsOf(error));
  return 'Daymark did not answer. Try again in a moment.';
}

function paramsOf(error: unknown): Record<string, unknown> {
  if (error instanceof DaymarkError) return error.params;
  const data: unknown = error instanceof ORPCError ? error.data : null;
  return typeof data === 'object' && data !== null ? { ...data } : {};
}
