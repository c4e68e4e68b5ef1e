import type { LiveChange } from '../../core/domain/views.ts';
import { client, connection, orpc, queryClient } from './client.ts';

/** Query keys that a pushed change makes stale. */
export function staleKeys(change: LiveChange): Array<readonly unknown[]> {
  switch (change.topic) {
    case 'tasks':
      return [orpc.tasks.key(), orpc.projects.key()];
    case 'events':
      return [orpc.events.key()];
    case 'projects':
      return [orpc.projects.key(), orpc.tasks.key()];
    case 'plan':
      return [orpc.planning.key()];
    case 'settings':
      return [orpc.preferences.key(), orpc.app.status.key()];
    case 'vocabulary':
      return [orpc.vocabulary.key()];
    case 'ml':
      return [orpc.app.status.key()];
    case 'learning':
      return [orpc.predictions.key()];
  }
}

/**
 * Follows the server's changes for as long as the page lives. After a lost connection everything is fetched
 * again, since changes may have been missed.
 */
export async function followChanges(signal: AbortSignal): Promise<void> {
  let missed = false;
  while (!signal.aborted) {
    try {
      const changes = await client.app.changes(undefined, { signal });
      if (missed) await queryClient.invalidateQueries();
      for await (const change of changes) apply(change);
    } catch {
      // The loop below waits for the next connection; requests report their own failures.
    }
    missed = true;
    await nextChance(signal);
  }
}

function apply(change: LiveChange): void {
  for (const queryKey of staleKeys(change)) void queryClient.invalidateQueries({ queryKey });
}

/** Resolves a moment after the stream ended, and not before there is a connection. */
async function nextChance(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 300));
  while (!signal.aborted && connection.state.get() !== 'open') {
    await new Promise<void>((resolve) => {
      const stop = connection.state.subscribe(() => {
        stop();
        resolve();
      });
    });
  }
}
