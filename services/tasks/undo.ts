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
    // What was stored by an older version knows of no habits.
    const inverse: Inverse = { ...intent.inverse, ...(entry.inverse as unknown as Partial<Inverse>) };
    restoreEntries(ctx, inverse);
    restoreTasks(ctx, intent, inverse);
    restoreHabits(ctx, intent, inverse);
    restoreEvents(ctx, intent, inverse);
    for (const rule of inverse.recurrences) ctx.db.recurrences.put(rule);
    for (const id of inverse.outcomes) {
      ctx.db.predictions.clearOutcome(id, 'duration');
      ctx.db.predictions.clearOutcome(id, 'completion');
    }
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

/** A habit that did not exist takes all its open sessions along, also those that the weeks since then have made. */
function restoreHabits(ctx: ServiceContext, intent: Intent, inverse: Inverse): void {
  const { db } = ctx;
  for (const { id, before } of inverse.habits.toReversed()) {
    const present = db.habits.get(id);
    if (before === null) {
      for (const session of db.tasks.sessions(id)) {
        if (session.status === 'open' && db.tasks.remove(session.id)) intent.removed(session.id);
      }
      if (db.habits.remove(id)) intent.change('habit', id, 'delete', {});
    } else if (present) {
      const {
        id: _id,
        project: _name,
        revision: _revision,
        createdAt: _at,
        updatedAt: _since,
        ...change
      } = before;
      intent.touchedHabit(id, present, db.habits.update(id, change, intent.vantage.at));
    }
  }
  for (const { habitId, week, before } of inverse.habitWeeks.toReversed()) {
    if (!db.habits.get(habitId)) continue;
    if (before === null) db.habits.removeWeek(habitId, week);
    else db.habits.putWeek(before);
  }
  intent.habitsChanged(inverse.habits.length + inverse.habitWeeks.length > 0);
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
