import type { TaskId } from '../../core/ids.ts';
import { vantageOf, type ServiceContext } from '../context.ts';
import { Intent, type Inverse } from '../intent.ts';
import { observeCorrection } from './corrections.ts';
import { recordOf } from './record.ts';

/** The change that somebody means to take back: its name and tasks that it touched. */
export interface Expected {
  intent: string;
  ids: readonly TaskId[];
}

/** Takes back the newest intent that was made through the contract; null when there is none, or another is expected. */
export function undoLast(ctx: ServiceContext, expected?: Expected): { undone: string | null; ids: TaskId[] } {
  const entry = ctx.db.undo.last();
  if (!entry || (expected && !isSame(entry, expected))) return { undone: null, ids: [] };
  const intent = new Intent(ctx, vantageOf(ctx));
  ctx.db.transaction(() => {
    const inverse = entry.inverse as unknown as Inverse;
    restoreEntries(ctx, inverse);
    restoreTasks(ctx, intent, inverse);
    restoreEvents(ctx, intent, inverse);
    for (const rule of inverse.recurrences) ctx.db.recurrences.put(rule);
    for (const id of inverse.outcomes) ctx.db.predictions.clearOutcome(id, 'duration');
    for (const id of inverse.projects) {
      if (ctx.db.projects.remove(id)) intent.change('project', id, 'delete', {});
      intent.touchedProjects();
    }
    ctx.db.undo.pop(entry.seq);
    intent.behavior('undone', entry.taskIds[0] ?? null, { intent: entry.intent });
    intent.replan();
  });
  intent.announce();
  return { undone: entry.intent, ids: entry.taskIds };
}

function isSame(entry: { intent: string; taskIds: readonly TaskId[] }, { intent, ids }: Expected): boolean {
  return entry.intent === intent && ids.every((id) => entry.taskIds.includes(id));
}

function restoreEntries(ctx: ServiceContext, inverse: Inverse): void {
  for (const id of inverse.entries.remove) ctx.db.timeEntries.remove(id);
  for (const entry of inverse.entries.put) {
    ctx.db.timeEntries.remove(entry.id);
    const running = ctx.db.timeEntries.running();
    // A timer started since then goes on; the old one stays as it ended.
    if (entry.end === null && running) continue;
    ctx.db.timeEntries.add(entry);
  }
}

/** Newest first, so that a task changed twice ends as it was before both. */
function restoreTasks(ctx: ServiceContext, intent: Intent, inverse: Inverse): void {
  for (const { id, before } of inverse.tasks.toReversed()) {
    if (before === null) {
      if (ctx.db.tasks.remove(id)) intent.removed(id);
      continue;
    }
    const present = ctx.db.tasks.get(id);
    if (!present) {
      intent.made(ctx.db.tasks.insert(before));
      continue;
    }
    const { id: _id, createdAt: _created, updatedAt: _updated, ...change } = before;
    const after = ctx.db.tasks.update(id, change, intent.vantage.at);
    intent.changed(present, after);
    // A correction that is taken back teaches no longer: what was kept in the end is what counts.
    observeCorrection(ctx, intent, present, after);
    if (recordOf(present).title !== after.title) {
      const modelVersion = ctx.ml.state.modelVersion ?? '';
      intent.job({ kind: 'embed', taskId: id, revision: after.revision, modelVersion });
    }
  }
}

function restoreEvents(ctx: ServiceContext, intent: Intent, inverse: Inverse): void {
  for (const { id, before } of inverse.events) {
    const present = ctx.db.events.get(id) ?? null;
    if (before === null) ctx.db.events.remove(id);
    else if (present) ctx.db.events.update(id, before);
    else ctx.db.events.insert(before);
    intent.touchedEvent(id, present);
    intent.change('event', id, before === null ? 'delete' : 'update', before === null ? {} : { ...before });
  }
}
