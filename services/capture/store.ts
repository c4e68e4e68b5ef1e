import type { Task, TaskPatch } from '../../core/domain/task.ts';
import type { ParseResult } from '../../core/language.ts';
import type { ServiceContext } from '../context.ts';
import { makeHabit } from '../habits/habit-actions.ts';
import { habitOf } from '../habits/spec.ts';
import type { Intent } from '../intent.ts';
import { observePicked } from '../tasks/corrections.ts';
import { draftRecord } from './draft.ts';

/** A stretch of the line that is plain text, whatever it looks like. */
export interface Literal {
  from: number;
  to: number;
}

/** A line that is about to be stored, with what was decided beside its words. */
export interface LineToStore {
  text: string;
  literals: Literal[];
  picked: TaskPatch;
  acceptedRules: string[];
  /** Its box was ticked where it came from: it is stored as done, and is no habit. */
  done?: boolean;
  notes?: string;
  /** No one waits for its reading, should it have to be made up for. */
  background?: boolean;
}

/** Stores a line as a task, or as a habit, of which it answers the first session. `parsed` is null for a line unread. */
export function storeLine(
  ctx: ServiceContext,
  intent: Intent,
  line: LineToStore,
  parsed: ParseResult | null,
): Task {
  const { db } = ctx;
  const { requestTime } = intent;
  const isHabit = !line.done && parsed?.timesPerWeek;
  const habit = isHabit ? habitOf(parsed, line.picked, db.settings.get().dayParts) : null;
  if (habit) {
    intent.about(habit.title);
    return makeHabit(ctx, intent, line.notes ? { ...habit, notes: line.notes } : habit, line.text).first;
  }
  const record = draftRecord(ctx, intent, line.text, parsed, line.picked);
  const task = db.tasks.insert({
    ...record,
    ...(line.notes ? { notes: line.notes } : {}),
    ...(line.done ? { status: 'done' as const, completedAt: requestTime.at } : {}),
  });
  intent.about(task.title);
  intent.behavior('created', task.id, {
    parsed: parsed && fieldsOnly(parsed),
    confidence: parsed?.confidence ?? null,
    rules: parsed?.appliedRules ?? [],
    literals: line.literals,
    picked: Object.keys(line.picked),
    accepted: line.acceptedRules,
  });
  if (Object.keys(line.picked).length > 0) observePicked(ctx, intent, task);
  const rules = [...(parsed?.appliedRules ?? []), ...line.acceptedRules];
  if (rules.length > 0) db.vocabulary.used(rules, requestTime.at);
  if (!parsed) {
    const payload = { now: requestTime.local, tz: requestTime.tz, literals: line.literals };
    const { background = false } = line;
    intent.job({ kind: 'parse', taskId: task.id, revision: task.revision, payload, background });
  }
  return task;
}

/** The fields of a reading, without spans and suggestions; what the learner compares corrections with. */
export function fieldsOnly(
  result: ParseResult,
): Omit<ParseResult, 'tokens' | 'alternatives' | 'confidence' | 'appliedRules'> {
  const { tokens: _tokens, alternatives: _alternatives, confidence: _confidence, ...rest } = result;
  const { appliedRules: _rules, ...fields } = rest;
  return fields;
}
