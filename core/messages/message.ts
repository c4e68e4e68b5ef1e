import { z } from 'zod';

/**
 * A sentence on the wire: which one, and what stands in it. The receiver turns it into words with
 * `core/messages/<locale>`, so that no process but the last one needs a language.
 */
export const message = z.object({
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
});
export type Message = z.infer<typeof message>;

/** Turns the parameters of one message into a sentence of one language. */
export type Sentence = (params: Message['params']) => string;
