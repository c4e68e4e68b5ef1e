import { DaymarkError } from '../../../core/errors.ts';

/** Whether a request was refused only until the person allows an address in a private network. */
export function isPrivate(failure: unknown): boolean {
  if (failure instanceof DaymarkError) return failure.code === 'privateAddress';
  return failure instanceof Error && 'code' in failure && failure.code === 'privateAddress';
}
