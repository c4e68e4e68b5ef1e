import { z } from 'zod';
import { dataTableNames } from '../db/index.ts';

/** One row's change as it travels. Sender, clock and number stand beside it. */

const vector = z.record(z.uuid(), z.int().nonnegative());
const fieldName = z.string().regex(/^[a-z][a-z0-9_]*$/);
const setOperation = z.object({
  add: z.array(z.string()),
  remove: z.array(z.string()),
  order: z.array(z.string()),
});
const plain = z.union([z.string(), z.number(), z.null()]);

const put = z.object({
  kind: z.literal('put'),
  fields: z.record(fieldName, plain),
  sets: z.record(fieldName, setOperation),
});
const remove = z.object({
  kind: z.literal('delete'),
  /** The writes to the row that its deleting device had seen. */
  seen: vector,
});

export const stampedOperation = z.object({
  table: z.enum(dataTableNames),
  rowId: z.string().min(1).max(200),
  at: z.int(),
  counter: z.int().nonnegative(),
  seq: z.int().nonnegative(),
  operation: z.discriminatedUnion('kind', [put, remove]),
});

export type SetOperation = z.infer<typeof setOperation>;
export type Operation = z.infer<typeof put> | z.infer<typeof remove>;
/** An operation with its clock and its number among its device's. */
export type StampedOperation = z.infer<typeof stampedOperation>;
