import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorSentences, type ErrorCode } from '../errors.ts';

const params = z.record(z.string(), z.union([z.string(), z.number()]));

type ErrorMap = Record<ErrorCode, { message: string; data: typeof params }>;

const errorMap = Object.fromEntries(
  Object.entries(errorSentences).map(([code, message]) => [code, { message, data: params }]),
) as ErrorMap;

/** Every procedure of both contracts can be refused in the same typed ways. */
export const procedure = oc.errors(errorMap);
