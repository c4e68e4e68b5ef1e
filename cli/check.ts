import type { z } from 'zod';
import { DaymarkError } from '../core/errors.ts';

/** Validates what came from outside. Throws `invalidInput` with the first field that is wrong, in one line. */
export function check<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  const reason = `${where}: ${path ? `${path}: ` : ''}${issue?.message ?? 'not valid'}`;
  throw new DaymarkError('invalidInput', { reason });
}
