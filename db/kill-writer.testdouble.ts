import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { newTask } from '../core/domain/task-record.ts';
import type { TaskId } from '../core/ids.ts';
import { openDatabase } from './open.ts';

/** Stores one task after the other and prints the id of each once it is stored, until it is killed. */
const [dataDir = '', key = ''] = process.argv.slice(2);
const db = openDatabase({ dataDir, key: new Uint8Array(Buffer.from(key, 'hex')) });
for (let i = 0; i < 100_000; i++) {
  const id = randomUUID() as string as TaskId;
  db.transaction(() => {
    const notes = 'n'.repeat(500);
    db.tasks.insert(newTask(`Task ${i}`, { id, at: i, tz: 'UTC' }, { notes, tags: ['a'] }));
    db.jobs.enqueue({ kind: 'embed', taskId: id, revision: 0 }, i);
  });
  writeSync(1, `${id}\n`);
}
