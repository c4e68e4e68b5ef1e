import { getEventIteratorSchemaDetails } from '@orpc/contract';
import { z } from 'zod';
import { contract } from '../../core/contract/index.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { AppClient, CallContext } from '../rpc.ts';

/** The calls of the contract by name, such as `tasks.create`: for callers that have only text. */

export interface NamedCall {
  name: string;
  group: string;
  input: z.ZodType | null;
  output: z.ZodType | null;
  /** What a call that goes on answers piece by piece; null for one that answers once. */
  yields: z.ZodType | null;
}

/** Every call, by its name. */
export const namedCalls: ReadonlyMap<string, NamedCall> = new Map(
  Object.entries(contract).flatMap(([group, calls]) =>
    Object.entries(calls).map(([own, procedure]): [string, NamedCall] => {
      const { inputSchema, outputSchema } = procedure['~orpc'];
      const iterated = getEventIteratorSchemaDetails(outputSchema)?.yields;
      const name = `${group}.${own}`;
      return [
        name,
        {
          name,
          group,
          input: zodOr(inputSchema),
          output: iterated ? null : zodOr(outputSchema),
          yields: zodOr(iterated),
        },
      ];
    }),
  ),
);

function zodOr(schema: unknown): z.ZodType | null {
  return schema instanceof z.ZodType ? schema : null;
}

export interface NamedRequest {
  name: string;
  input: unknown;
  context?: CallContext;
  signal?: AbortSignal;
}

type AnyCall = (
  input: unknown,
  options: { context: CallContext; signal?: AbortSignal | undefined },
) => Promise<unknown>;

/**
 * Makes a call. Answers its value, or an async iterable of pieces for one that goes on.
 *
 * @throws DaymarkError `notFound` for a name that isn't one, and whatever the call throws
 */
export async function makeCall(
  client: AppClient,
  { name, input, context = {}, signal }: NamedRequest,
): Promise<unknown> {
  const call = namedCalls.get(name);
  if (!call) throw new DaymarkError('notFound', { what: 'call', id: name });
  const group = client[call.group as keyof AppClient] as unknown as Record<string, AnyCall>;
  return group[name.slice(call.group.length + 1)]!(input, { context, signal });
}

export function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
