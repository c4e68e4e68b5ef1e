import type { Link } from './holding.ts';

/** Most questions that one page has under way; the owner closes a connection on which far more wait. */
const MAX_UNDER_WAY = 48;

/** What a person waits for at each key goes at once. */
const AT_ONCE = new Set(['capture.parse', 'app.changes', 'app.status']);

/**
 * A link on which a view may ask for hundreds of rows at a time: the rest waits here, in order, until answers make room.
 * `mayWait` tells which procedures can; changes never do.
 */
export function bounded(link: Link, mayWait: (name: string) => boolean, limit = MAX_UNDER_WAY): Link {
  let underWay = 0;
  const waiting: Array<() => void> = [];
  const leave = (): void => {
    underWay -= 1;
    waiting.shift()?.();
  };
  return {
    async call(path, input, options) {
      const name = path.join('.');
      if (AT_ONCE.has(name) || !mayWait(name)) return link.call(path, input, options);
      if (underWay >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
      underWay += 1;
      try {
        options.signal?.throwIfAborted();
        return await link.call(path, input, options);
      } finally {
        leave();
      }
    },
  };
}
