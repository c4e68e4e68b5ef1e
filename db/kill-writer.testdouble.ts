import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import type { TaskId } from '../core/ids.ts';
import { openDatabase } from './open.ts';

/** Stores one task after the other and prints the id of each once it is stored, until it is killed. */
const [dataDir = '', key = ''] = process.argv.slice(2);
const db = openDatabase({ dataDir, key: new Uint8Array(Buffer.from(key, 'hex')) });
for (let i = 0; i < 100_000; i++) {
  const id = randomUUID() as string as TaskId;
  db.transaction(() => {
    db.tasks.insert({
      id,
      title: `Task ${i}`,
      rawText: '',
      notes: 'n'.repeat(500),
      status: 'open',
      projectId: null,
      tags: ['a'],
      people: [],
      priority: 4,
      energy: null,
      date: null,
      start: null,
      end: null,
      deadline: null,
      deadlineHard: false,
      earliest: null,
      durationMin: null,
      splittable: false,
      minChunkMin: 15,
      pinnedStart: null,
      rrule: null,
      recurFrom: null,
      recurrenceId: null,
      dependsOn: [],
      tz: 'UTC',
      parseState: 'parsed',
      deferrals: 0,
      actualMin: null,
      createdAt: i,
      updatedAt: i,
      completedAt: null,
    });
    db.changes.append({ entity: 'task', entityId: id, op: 'insert', fields: {}, at: i });
    db.jobs.enqueue({ kind: 'embed', taskId: id, revision: 0 }, i);
  });
  writeSync(1, `${id}\n`);
}
