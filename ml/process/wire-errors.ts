import type { ORPCError } from '@orpc/server';
import { wireErrorOf } from '../../rpc/wire-errors.ts';

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
    return wireErrorOf(error, (unknown) => this.#report(unknown, path));
  }

  /** The same for a handler that yields: its errors come while the caller reads. */
  async *iterate<T>(source: AsyncGenerator<T>, path: readonly string[]): AsyncGenerator<T> {
    try {
      yield* source;
    } catch (error) {
      throw this.from(error, path);
    }
  }

  #report(error: unknown, path: readonly string[]): string {
    this.#failures += 1;
    const ref = `ml-${this.#failures}`;
    this.#log(`${ref} ${path.join('.')}: ${error instanceof Error ? error.stack : String(error)}`);
    return ref;
  }
}
