import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { newTask as blankTask, type TaskRecord } from '../core/domain/task-record.ts';
import type { HabitId, TaskId } from '../core/ids.ts';
import { VECTOR_WIDTH } from '../core/vector.ts';
import { openDatabase } from './open.ts';
import type { Database } from './database.ts';
import type { HabitRecord } from './habits/types.ts';

/** What the tests of this folder share: profiles on real files, removed when the test ends. */

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'daymark-db-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface TestProfile {
  dataDir: string;
  key: Uint8Array;
  db: Database;
}

export function newProfile(): TestProfile {
  const dataDir = newFolder();
  const key = new Uint8Array(randomBytes(32));
  const db = openDatabase({ dataDir, key });
  onTestFinished(() => db.close());
  return { dataDir, key, db };
}

let made = 0;

/** A different id each time, in order. */
export function newId(): string {
  made++;
  return `01900000-0000-7000-8000-${made.toString(16).padStart(12, '0')}`;
}

export const NOW = Date.UTC(2027, 4, 3, 9, 0);

export function newTask(fields: Partial<TaskRecord> = {}): TaskRecord {
  const made = { id: newId() as TaskId, at: NOW, tz: 'Europe/Berlin' };
  return blankTask('Task', made, { splittable: false, minChunkMin: 15, ...fields });
}

export function newHabit(fields: Partial<HabitRecord> = {}): HabitRecord {
  return {
    id: newId() as HabitId,
    title: 'Habit',
    notes: '',
    projectId: null,
    tags: [],
    people: [],
    priority: 4,
    energy: null,
    timesPerWeek: 3,
    durationMin: 45,
    weekdays: [],
    window: null,
    idealTime: null,
    state: 'active',
    rawText: '',
    createdAt: NOW,
    updatedAt: NOW,
    ...fields,
  };
}

/** A unit vector that depends on the seed alone. */
export function vectorOf(random: () => number): Float32Array {
  const vector = new Float32Array(VECTOR_WIDTH).map(() => random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
