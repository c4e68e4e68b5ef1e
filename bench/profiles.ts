import { v7 } from 'uuid';
import { newTask } from '../core/domain/task-record.ts';
import { taskId } from '../core/ids.ts';
import { seededRandom } from '../core/random.ts';
import { DAY_MS } from '../core/time/units.ts';
import { VECTOR_WIDTH } from '../core/vector.ts';
import { createKeySlots, openDatabase } from '../db/index.ts';

/** Lines as people type them. */
export const LINES = [
  'Prepare slides for Monday standup 45m p1 #Work @deep',
  'Call Julia tomorrow 14:00 25m about the budget',
  'Pay rent every month on the 1st by friday',
  'Review pull request for import wizard #Atlas @code p2',
  'Groceries today @errand not before 17:00',
];

export interface ProfileSize {
  done: number;
  open: number;
  /** With a version, each task has a vector: a random direction, since only their number matters here. */
  modelVersion?: string;
}

/** Writes the profile of someone who has finished that many tasks, one every 50 minutes, newest first. */
export async function writeProfile(
  dataDir: string,
  { done, open, modelVersion }: ProfileSize,
): Promise<void> {
  const key = await createKeySlots(dataDir, [{ kind: 'keyfile' }]);
  const db = openDatabase({ dataDir, key });
  const random = seededRandom(5);
  const now = Date.now();
  for (let from = 0; from < done + open; from += 500) {
    db.transaction(() => {
      for (let n = from; n < Math.min(done + open, from + 500); n += 1) {
        const record = db.tasks.insert(numbered(n, n >= open, now));
        if (!modelVersion) continue;
        const raw = Array.from({ length: VECTOR_WIDTH }, () => random() - 0.5);
        const norm = Math.hypot(...raw);
        const vector = raw.map((x) => x / norm);
        db.embeddings.upsert({ taskId: record.id, revision: 0, modelVersion, vector });
      }
    });
  }
  db.settings.update({ firstRunDone: true }, now);
  db.close();
}

function numbered(n: number, isDone: boolean, now: number) {
  const createdAt = now - Math.min(n * 3_000_000, 3_000 * DAY_MS);
  const words = LINES[n % LINES.length]?.split(' ').slice(0, 3).join(' ') ?? '';
  return newTask(
    `Task ${n}: ${words}`,
    { id: taskId.parse(v7()), at: createdAt, tz: 'Europe/Berlin' },
    {
      status: isDone ? 'done' : 'open',
      durationMin: 30,
      tags: n % 3 === 0 ? ['deep'] : [],
      actualMin: isDone ? 20 + (n % 60) : null,
      completedAt: isDone ? createdAt + 1_000_000 : null,
    },
  );
}
