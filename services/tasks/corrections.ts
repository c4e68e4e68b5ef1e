import { parsedFields, type ParsedFields } from '../../core/language.ts';
import { fieldsWith, type TaskFieldsWith } from '../../core/domain/task-fields.ts';
import type { Task } from '../../core/domain/task.ts';
import type { ServiceContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import { fieldsOf } from './record.ts';

/** What a person kept of a captured line is what the personal language learns from. */

/** An edit within this time after the capture is taken as a correction of what was read, not as a change of plans. */
const CORRECTION_MS = 24 * 60 * 60 * 1_000;

/** Fields that words set and that a correction can be seen in. */
const TEACHING = fieldsWith('teaches');

/** Names an accepted chip that offered another reading of the words; the parser's own doubt teaches no shortcut. */
const OTHER_READING = 'reading:';

/** Notes an edit as a correction when it is one; answers whether it was. */
export function observeCorrection(ctx: ServiceContext, intent: Intent, before: Task, after: Task): boolean {
  if (before.rawText === '' || before.parseState !== 'parsed') return false;
  const age = intent.requestTime.at - before.createdAt;
  if (age < 0 || age > CORRECTION_MS) return false;
  const stood = wordsOf(ctx, before);
  const kept = differing(stood, wordsOf(ctx, after), TEACHING);
  if (Object.keys(kept).length === 0) return false;
  observe(ctx, intent, after, captured(ctx, after)?.parsed ?? stood, kept);
  return true;
}

/** Fields picked by hand or from a suggestion while typing correct the words as an edit afterwards would. */
export function observePicked(ctx: ServiceContext, intent: Intent, task: Task): void {
  const line = captured(ctx, task);
  if (!line) return;
  const kept = differing(line.parsed, wordsOf(ctx, task), line.picked);
  if (Object.keys(kept).length > 0) observe(ctx, intent, task, line.parsed, kept);
}

/** A task that is finished as it was read confirms the reading. */
export function observeKept(ctx: ServiceContext, intent: Intent, task: Task): void {
  if (task.rawText === '' || task.parseState !== 'parsed') return;
  const events = ctx.db.behavior.forTask(task.id);
  if (events.some((event) => event.type === 'corrected' || event.type === 'edited')) return;
  const line = captured(ctx, task);
  if (!line) return;
  // Nothing was edited, so only what was picked can differ; fields that the capture derived are no corrections.
  const kept = { ...line.parsed, ...differing(line.parsed, wordsOf(ctx, task), line.picked) };
  observe(ctx, intent, task, line.parsed, kept);
}

type Learnt = TaskFieldsWith<'teaches'>;

/** How the line of a task was read, and which fields its person chose beside the words; null for a late reading. */
function captured(ctx: ServiceContext, task: Task): { parsed: ParsedFields; picked: Learnt[] } | null {
  const data = ctx.db.behavior.forTask(task.id).find((event) => event.type === 'created')?.data;
  const parsed = parsedFields.safeParse(data?.['parsed']);
  if (!parsed.success) return null;
  const otherReading = strings(data?.['accepted']).some((name) => name.startsWith(OTHER_READING));
  const picked = new Set(otherReading ? [] : strings(data?.['picked']));
  return { parsed: parsed.data, picked: TEACHING.filter((field) => picked.has(field)) };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Those of the fields that are not as they were, with their new values. */
function differing(
  before: ParsedFields,
  after: ParsedFields,
  fields: readonly Learnt[],
): Partial<ParsedFields> {
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return Object.fromEntries(changed.map((field) => [field, after[field]]));
}

function wordsOf(ctx: ServiceContext, task: Task): ParsedFields {
  return fieldsOf(task, (id) => ctx.db.tasks.get(id)?.title);
}

function observe(
  ctx: ServiceContext,
  intent: Intent,
  task: Task,
  parsed: ParsedFields,
  kept: Partial<ParsedFields>,
): void {
  const { at } = intent.requestTime;
  ctx.db.vocabulary.observe({ id: task.id, text: task.rawText, parsed, kept, at }, task.id);
  intent.job({ kind: 'learn', taskId: null, revision: ctx.db.changes.lastSeq() });
}
