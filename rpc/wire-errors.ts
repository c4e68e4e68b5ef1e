import { ORPCError, type ClientContext, type ClientLink } from '@orpc/client';
import { DaymarkError, isErrorCode, type ErrorCode } from '../core/errors.ts';

/** `DaymarkError` over oRPC and back: both contracts, every transport. */

const STATUS: Partial<Record<ErrorCode, number>> = {
  invalidInput: 422,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  unauthorized: 401,
  busy: 429,
  locked: 423,
  internal: 500,
};

/** The HTTP status that an error has where one is asked for. */
export function statusOf(code: ErrorCode): number {
  return STATUS[code] ?? 400;
}

/** The wire form of an error that callers are meant to see. */
function toWireError(error: DaymarkError): ORPCError<ErrorCode, Record<string, string | number>> {
  return new ORPCError(error.code, {
    defined: true,
    status: statusOf(error.code),
    message: error.message,
    data: error.params,
  });
}

/**
 * The `DaymarkError` behind whatever a call was rejected with. `gone` is what a dead connection means for this
 * caller.
 */
export function fromWireError(error: unknown, gone: () => DaymarkError): DaymarkError {
  if (error instanceof DaymarkError) return error;
  if (error instanceof ORPCError) {
    if (isErrorCode(error.code)) return new DaymarkError(error.code, paramsOf(error.data), { cause: error });
    if (error.code === 'BAD_REQUEST') {
      return new DaymarkError('invalidInput', { reason: issuesOf(error) }, { cause: error });
    }
    return new DaymarkError('internal', { ref: '-' }, { cause: error });
  }
  if (error instanceof Error && error.name === 'AbortError' && error.message === STOPPED) {
    return new DaymarkError('cancelled', {}, { cause: error });
  }
  return gone();
}

const STOPPED = 'stopped by the caller';

function paramsOf(data: unknown): Record<string, string | number> {
  const params: Record<string, string | number> = {};
  if (typeof data !== 'object' || data === null) return params;
  for (const [key, value] of Object.entries(data)) {
    if (typeof value === 'string' || typeof value === 'number') params[key] = value;
  }
  return params;
}

/** One line out of a failed validation: the first field that is wrong, and why. */
function issuesOf(error: ORPCError<string, unknown>): string {
  const data = error.data;
  if (typeof data === 'object' && data !== null && 'issues' in data && Array.isArray(data.issues)) {
    const issue: unknown = data.issues[0];
    if (typeof issue === 'object' && issue !== null && 'message' in issue) {
      const path = 'path' in issue && Array.isArray(issue.path) ? issue.path.map(String).join('.') : '';
      return path ? `${path}: ${String(issue.message)}` : String(issue.message);
    }
  }
  return error.message;
}

/**
 * What a caller gets to see of an error that a handler threw. A typed one keeps its code; an unexpected one is `internal`
 * with the reference under which `report` has logged it.
 */
export function wireErrorOf(error: unknown, report: (error: unknown) => string): ORPCError<string, unknown> {
  if (error instanceof DaymarkError) return toWireError(error);
  if (error instanceof ORPCError) {
    if (isErrorCode(error.code)) return error;
    if (error.code === 'BAD_REQUEST')
      return toWireError(new DaymarkError('invalidInput', { reason: issuesOf(error) }));
  }
  return toWireError(new DaymarkError('internal', { ref: report(error) }));
}

/**
 * An answer whose later errors are turned, too: those of a stream come while it is read. Anything else stays as it is. Ending
 * the stream early goes straight through, also while the next item is waited for.
 */
export function withTurnedErrors<T>(answer: T, turn: (error: unknown) => unknown): T {
  if (!isStream(answer)) return answer;
  const turned = async <R>(step: Promise<R>): Promise<R> => {
    try {
      return await step;
    } catch (error) {
      throw turn(error);
    }
  };
  const stream: AsyncIterableIterator<unknown> = {
    next: () => turned(answer.next()),
    return: (value?: unknown) =>
      answer.return ? turned(answer.return(value)) : Promise.resolve({ done: true, value }),
    [Symbol.asyncIterator]: () => stream,
  };
  return stream as T;
}

function isStream(answer: unknown): answer is AsyncIterator<unknown> {
  if (typeof answer !== 'object' || answer === null) return false;
  return Symbol.asyncIterator in answer && 'next' in answer && typeof answer.next === 'function';
}

/** Turns every rejection of a link into a `DaymarkError`, those of its streams as well. */
export function typedLink<C extends ClientContext>(
  link: ClientLink<C>,
  gone: () => DaymarkError,
): ClientLink<C> {
  return {
    async call(path, input, options) {
      try {
        const answer = await link.call(path, input, options);
        return withTurnedErrors(answer, (error) => fromWireError(error, gone));
      } catch (error) {
        throw fromWireError(error, gone);
      }
    },
  };
}
