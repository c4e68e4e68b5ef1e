import { ORPCError } from '@orpc/server';
import { DaymarkError } from '../../core/errors.ts';

/**
 * Turns what a handler threw into an error of the contract: typed ones keep their code, unknown ones are logged
 * and become `internal` with the log's reference.
 */
export class WireErrors {
  readonly #log: (line: string) => void;
  #failures = 0;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** The error to throw instead of `error`; `path` is the procedure's name. */
  from(error: unknown, path: readonly string[]): ORPCError<string, unknown> {
    // What the contract itself refuses, such as a failed validation of the input, is in its wire form already.
    if (error instanceof ORPCError && (error.defined || error.status < 500)) return error;
    const typed = error instanceof DaymarkError ? error : this.#internal(error, path);
    return new ORPCError(typed.code, {
      defined: true,
      status: 400,
      message: typed.message,
      data: typed.params,
    });
  }

  /** The same for a handler that yields: its errors come while the caller reads. */
  async *iterate<T>(source: AsyncGenerator<T>, path: readonly string[]): AsyncGenerator<T> {
    try {
      yield* source;
    } catch (error) {
      throw this.from(error, path);
    }
  }

  #internal(error: unknown, path: readonly string[]): DaymarkError {
    this.#failures += 1;
    const ref = `ml-${this.#failures}`;
    this.#log(`${ref} ${path.join('.')}: ${error instanceof Error ? error.stack : String(error)}`);
    return new DaymarkError('internal', { ref });
  }
}
