import { parsedFields, type CaptureObservation, type ParsedFields } from '../../core/language.ts';
import type { Task } from '../../core/domain/task.ts';
import type { ServiceContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import { fieldsOf } from './record.ts';

/** What a person kept of a captured line is what the personal language learns from. */

/** An edit within this time after the capture is taken as a correction of what was read, not as a change of plans. */
const CORRECTION_MS = 24 * 60 * 60 * 1_000;

/** Fields that words set and that a correction can be seen in; days and times move for other reasons. */
const LEARNT = ['title', 'project', 'tags', 'people', 'durationMin', 'priority', 'energy', 'start'] as const;

/** Notes an edit as a correction when it is one; answers whether it was. */
export function observeCorrection(ctx: ServiceContext, intent: Intent, before: Task, after: Task): boolean {
  if (before.rawText === '' || before.parseState !== 'parsed') return false;
  const age = intent.vantage.at - before.createdAt;
  if (age < 0 || age > CORRECTION_MS) return false;
  const parsed = wordsOf(ctx, before);
  const kept = wordsOf(ctx, after);
  if (LEARNT.every((field) => JSON.stringify(parsed[field]) === JSON.stringify(kept[field]))) return false;
  observe(ctx, intent, after, { text: before.rawText, parsed, kept, at: intent.vantage.at });
  return true;
}

/** A task that is finished as it was read confirms the reading. */
export function observeKept(ctx: ServiceContext, intent: Intent, task: Task): void {
  if (task.rawText === '' || task.parseState !== 'parsed') return;
  const events = ctx.db.behavior.forTask(task.id);
  if (events.some((event) => event.type === 'corrected' || event.type === 'edited')) return;
  const parsed = parsedFields.safeParse(events.find((event) => event.type === 'created')?.data['parsed']);
  if (!parsed.success) return;
  observe(ctx, intent, task, {
    text: task.rawText,
    parsed: parsed.data,
    kept: wordsOf(ctx, task),
    at: intent.vantage.at,
  });
}

function wordsOf(ctx: ServiceContext, task: Task): ParsedFields {
  return fieldsOf(task, (id) => ctx.db.tasks.get(id)?.title);
}

function observe(ctx: ServiceContext, intent: Intent, task: Task, observation: CaptureObservation): void {
  ctx.db.vocabulary.observe(observation, task.id);
  intent.job({ kind: 'learn', taskId: null, revision: ctx.db.changes.lastSeq() });
}
