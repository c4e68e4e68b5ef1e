import type { LiveChange } from '../../core/domain/views.ts';
import { Coalescer } from './coalesce.ts';
import { client, connection, orpc, queryClient } from './client.ts';

/** Query keys that a pushed change makes stale. */
export function staleKeys(change: LiveChange): Array<readonly unknown[]> {
  switch (change.topic) {
    case 'tasks':
      return [
        orpc.tasks.list.key(),
        orpc.tasks.counts.key(),
        orpc.tasks.tags.key(),
        orpc.tasks.dependants.key(),
        orpc.tasks.running.key(),
        orpc.tasks.timerGap.key(),
        orpc.habits.key(),
        orpc.tasks.search.key(),
        orpc.projects.key(),
        orpc.filters.list.key(),
        orpc.captureFolder.key(),
        orpc.planning.dailyReview.key(),
        orpc.reminders.key(),
        orpc.recommendations.key(),
        ...change.ids.flatMap((id) => [
          orpc.tasks.get.key({ input: { id } }),
          orpc.tasks.stretches.key({ input: { id } }),
        ]),
      ];
    case 'reminders':
      return [orpc.reminders.key()];
    case 'filters':
      return [orpc.filters.list.key()];
    case 'trash':
      return [orpc.tasks.trash.key()];
    case 'events':
      return [orpc.events.key(), orpc.calendars.key()];
    case 'projects':
      return [orpc.projects.key(), orpc.tasks.key()];
    case 'habits':
      return [orpc.habits.key(), orpc.tasks.counts.key(), orpc.projects.key()];
    case 'plan':
      // What stands in today's plan counts for today.
      return [orpc.planning.key(), orpc.tasks.counts.key()];
    case 'settings':
      return [
        orpc.vault.status.key(),
        orpc.preferences.key(),
        orpc.app.status.key(),
        orpc.planning.profile.key(),
        orpc.planning.dailyReview.key(),
      ];
    case 'vocabulary':
      return [orpc.vocabulary.key()];
    case 'ml':
      // Whether a newer plan comes depends on the helper as well.
      return [orpc.app.status.key(), orpc.planning.current.key()];
    case 'history':
      return [orpc.tasks.history.key(), orpc.tasks.steps.key()];
    case 'insights':
      return [orpc.insights.key()];
    case 'sync':
      return [orpc.sync.key()];
    case 'publishing':
      return [orpc.publishing.key()];
    case 'learning':
      return [orpc.predictions.key(), orpc.learning.key()];
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
      const pushed = await client.app.changes(undefined, { signal });
      if (missed) await queryClient.invalidateQueries();
      for await (const change of pushed) changes.add(change);
    } catch {
      // The loop below waits for the next connection; requests report their own failures.
    }
    missed = true;
    await nextChance(signal);
  }
}

/** A newly predicted task each few milliseconds must not mean a round of requests each. */
const PAUSE_MS = 80;

const changes = new Coalescer<LiveChange>(refresh, PAUSE_MS, (run, afterMs) => void setTimeout(run, afterMs));

function refresh(gathered: LiveChange[]): void {
  const keys = new Map(gathered.flatMap(staleKeys).map((key) => [JSON.stringify(key), key]));
  for (const queryKey of keys.values()) void queryClient.invalidateQueries({ queryKey });
}

/** Resolves a moment after the stream ended, and not before there is a connection. */
export async function nextChance(signal: AbortSignal): Promise<void> {
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
