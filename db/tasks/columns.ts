import type { Task } from '../../core/domain/task.ts';
import type { TaskRecord } from '../../core/domain/task-record.ts';
import { ColumnTable, flagColumn as flag, jsonColumn as json, plainColumn as plain } from '../columns.ts';

/** Fields that are rows of tables of their own. */
type SetField = 'tags' | 'people' | 'dependsOn';
type StoredTask = Omit<TaskRecord, SetField>;

/** Where each field of a task is kept in `tasks`. SELECT, INSERT and UPDATE are built from this table. */
export const taskColumns = new ColumnTable<StoredTask>('tasks', {
  id: plain('id'),
  title: plain('title'),
  rawText: plain('raw_text'),
  notes: plain('notes'),
  checklist: json('checklist_json'),
  status: plain('status'),
  onHold: plain('on_hold'),
  waitingFor: plain('waiting_for'),
  waitingSince: plain('waiting_since'),
  parentId: plain('parent_id'),
  projectId: plain('project_id'),
  sectionId: plain('section_id'),
  position: plain('hand_position'),
  priority: plain('priority'),
  energy: plain('energy'),
  date: plain('day'),
  start: plain('start_local'),
  end: plain('end_local'),
  deadline: plain('deadline'),
  deadlineHard: flag('deadline_hard'),
  earliest: plain('earliest'),
  durationMin: plain('duration_min'),
  reminders: json('reminders_json'),
  splittable: flag('splittable'),
  minChunkMin: plain('min_chunk_min'),
  pinnedStart: plain('pinned_start'),
  rrule: plain('rrule'),
  recurFrom: plain('recur_from'),
  recurrenceId: plain('recurrence_id'),
  recurSlot: plain('recur_slot'),
  habitId: plain('habit_id'),
  habitWeek: plain('habit_week'),
  tz: plain('tz'),
  parseState: plain('parse_state'),
  deferrals: plain('deferrals'),
  actualMin: plain('actual_min'),
  createdAt: plain('created_at'),
  updatedAt: plain('updated_at'),
  completedAt: plain('completed_at'),
});

/** Columns of guesses, which have a writer of their own and no revision. */
export const guessColumns = new ColumnTable<Pick<Task, 'predicted' | 'priorityScore'>>('tasks', {
  predicted: json('predicted_json'),
  priorityScore: json('priority_json'),
});

const SETS: Record<string, SetField> = { tags: 'tags', people: 'people', depends_on: 'dependsOn' };

/** The field of a task that a name in the change log stands for; undefined for what is no field of a record. */
export function taskFieldOf(logged: string): keyof TaskRecord | undefined {
  return SETS[logged] ?? taskColumns.fieldOf(logged);
}
