import type { Plan } from '../../core/problem.ts';
import type { Caller } from '../../rpc/thread-host.ts';
import type { SolverMethods } from './workers/solver.ts';

/**
 * Better and better plans as they are found, the last one marked final. Plans that come faster than they are
 * taken replace each other. A caller that stops listening stops the search.
 */
export async function* solveStream(
  host: Caller<SolverMethods>,
  input: SolverMethods['solve']['input'],
  signal: AbortSignal | undefined,
): AsyncGenerator<{ plan: Plan; final: boolean }> {
  const gone = new AbortController();
  let newest: Plan | null = null;
  let wake: () => void = () => {};
  let finished = false;
  const answer = host.call('solve', input, {
    signal: signal ? AbortSignal.any([signal, gone.signal]) : gone.signal,
    onProgress: (plan) => {
      newest = plan;
      wake();
    },
  });
  const settled = answer.then(
    () => true,
    () => true,
  );
  try {
    while (!finished) {
      const improved = new Promise<boolean>((resolve) => {
        wake = () => resolve(false);
      });
      if (newest) wake();
      finished = await Promise.race([settled, improved]);
      const plan: Plan | null = newest;
      newest = null;
      if (!finished && plan) yield { plan, final: false };
    }
    yield { plan: await answer, final: true };
  } finally {
    gone.abort();
  }
}
