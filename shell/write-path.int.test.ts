import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contract } from '../core/contract/index.ts';
import { say } from '../core/messages/index.ts';
import { dataTableNames, type Change } from '../db/index.ts';
import { applyChanges } from '../services/intent.ts';
import { swept } from './write-path-calls.fixture.ts';
import { aTask, add, firstHabit, firstTask, gym } from './write-path-starts.fixture.ts';
import { others } from './write-path-others.fixture.ts';
import { aWritingWorld, dumpOf, NOT_DATA } from './write-path.fixture.ts';

/**
 * The write path, swept: every call of the contract that changes data leaves a change row for each row that it changed, is
 * undone byte for byte, is done again equally, and its log makes the same rows in an empty profile.
 */

const paths = Object.entries(contract).flatMap(([group, calls]) =>
  Object.keys(calls).map((name) => `${group}.${name}`),
);

type Dump = ReturnType<typeof dumpOf>;

/** Which fields of which rows differ, as `table/row` → fields. */
function differing(before: Dump, after: Dump): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const table of dataTableNames) {
    const rows = { ...before[table], ...after[table] };
    for (const id of Object.keys(rows)) {
      const [one, other] = [before[table]?.[id], after[table]?.[id]];
      const fields = Object.keys(rows[id]!).filter(
        (name) => JSON.stringify(one?.[name]) !== JSON.stringify(other?.[name]),
      );
      if (fields.length > 0) found.set(`${table}/${id}`, new Set(one && other ? fields : ['*']));
    }
  }
  return found;
}

const DERIVED = new Set(['name_key', 'title_key', 'due_key', 'order_key']);

/** Rows and fields that differ without a change row that says so. */
function unlogged(changes: readonly Change[], before: Dump, after: Dump): string[] {
  const logged = new Set(
    changes.flatMap(({ table, rowId, op, fields }) =>
      (op === 'update' ? Object.keys(fields) : ['*']).map((name) => `${table}/${rowId} ${name}`),
    ),
  );
  return [...differing(before, after)].flatMap(([row, fields]) =>
    [...fields]
      .filter((field) => !DERIVED.has(field) && !logged.has(`${row} ${field}`) && !logged.has(`${row} *`))
      .map((field) => `${row} ${field}`),
  );
}

describe('the write path', () => {
  it('knows every call of the contract and every table of the database', () => {
    expect([...Object.keys(swept), ...Object.keys(others)].sort()).toEqual(paths.toSorted());
    const { raw } = aWritingWorld();
    const virtual = /^(task_search|task_embeddings|user_preference_embeddings|sqlite_)/;
    const tables = raw
      .all<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`)
      .map((row) => row.name)
      .filter((name) => !virtual.test(name));
    const parts = ['tags', 'task_tags', 'task_people', 'task_dependencies'];
    expect(tables.sort()).toEqual([...dataTableNames, ...parts, ...Object.keys(NOT_DATA)].sort());
  });

  it.each(Object.entries(swept))(
    '%s is logged, undone and done again',
    async (_path, { before, run, kept }) => {
      const world = aWritingWorld();
      await before?.(world);
      const start = dumpOf(world);
      const seq = world.db.changes.lastSeq();
      await run(world);
      const end = dumpOf(world);
      expect(end).not.toEqual(start);

      const changes = world.db.changes.since(seq, 10_000);
      expect(unlogged(changes, start, end)).toEqual([]);
      expect(new Set(changes.map((change) => change.group)).size).toBe(1);
      expect(changes[0]?.group).not.toBe('');

      const empty = aWritingWorld('2027-06-01T12:00', 2);
      applyChanges(empty.ctx, world.db.changes.since(0, 100_000), 'remote');
      expect(dumpOf(empty)).toEqual(end);
      expect(empty.db.behavior.count()).toBe(0);
      expect(await empty.client.tasks.history()).toEqual({ undo: null, redo: null });

      if (kept) return;
      for (let round = 0; round < 2; round += 1) {
        const undone = await world.client.tasks.undo();
        expect(undone.undone).not.toBeNull();
        expect(say(undone.message!)).toMatch(/^Undid: .*[^{}]$/);
        expect(dumpOf(world)).toEqual(start);
        await world.client.tasks.redo();
        expect(dumpOf(world)).toEqual(end);
      }
      const again = aWritingWorld('2027-06-01T12:00', 2);
      applyChanges(again.ctx, world.db.changes.since(0, 100_000), 'remote');
      expect(dumpOf(again)).toEqual(end);
    },
  );

  it('logs the rule of a recurring task, the weeks of a habit under their own key, and focus time as no setting', async () => {
    const world = aWritingWorld();
    await add(world, 'Water plants every Monday 20m');
    await gym(world);
    const before = world.db.changes.lastSeq();
    await world.client.tasks.finish({ id: await firstTask(world) });
    await world.client.habits.end({ id: await firstHabit(world) });
    await swept['planning.moveFocus']!.run(world);
    const logged = world.db.changes.since(before, 1_000);
    const of = (table: string): Change[] => logged.filter((change) => change.table === table);
    expect(of('recurrences')).toMatchObject([{ op: 'update', fields: { made: 2 } }]);
    expect(of('habit_weeks').map(({ rowId }) => rowId.split('/')[1])).toEqual(
      expect.arrayContaining(['2027-05-03', '2027-05-10']),
    );
    expect(of('habits')).toMatchObject([{ fields: { state: 'ended' } }]);
    expect(Object.keys(of('habits')[0]!.fields)).not.toContain('aim');
    expect(of('settings')).toEqual([]);
    expect(of('focus_marks')).toMatchObject([{ op: 'insert', fields: { kind: 'kept' } }]);
    const stamps = world.db.changes.since(0, 1_000);
    const order = stamps.map(({ at, counter }) => `${at} ${String(counter).padStart(6, '0')}`);
    expect(order).toEqual(order.toSorted());
    expect(new Set(order).size).toBe(order.length);
    expect(new Set(stamps.map((change) => change.device))).toEqual(new Set([world.db.changes.device()]));
  });

  it('has changes of another device take effect without being the person’s', async () => {
    const [here, there] = [aWritingWorld(), aWritingWorld('2027-06-01T12:00', 2)];
    await aTask(here);
    const first = here.db.changes.since(0, 100);
    applyChanges(there.ctx, first, 'remote');
    expect(there.db.changes.since(0, 100)).toMatchObject(
      first.map(({ at, counter, device }) => ({ at, counter, device, origin: 'remote' })),
    );
    expect([there.db.behavior.count(), there.db.history.undoable()]).toEqual([0, undefined]);
    expect(there.db.jobs.pending('embed')).toBe(1);
    await there.client.tasks.finish({ id: await firstTask(here) });
    const own = there.db.changes.since(first.length, 100);
    expect(own.every((change) => change.at > first.at(-1)!.at)).toBe(true);
    applyChanges(here.ctx, own, 'remote');
    expect(dumpOf(here)).toEqual(dumpOf(there));
  });

  it('undoes any row of steps in their order, and does them all again', async () => {
    const steps = Object.values(swept).filter((step) => !step.kept);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(steps.length - 1), { minLength: 2, maxLength: 5 }), async (chosen) => {
        const world = aWritingWorld();
        for (const index of chosen) {
          await steps[index]!.before?.(world).catch(() => {});
          await steps[index]!.run(world).catch(() => {});
        }
        const states = [dumpOf(world)];
        for (;;) {
          const { undone } = await world.client.tasks.undo();
          if (undone === null) break;
          states.push(dumpOf(world));
        }
        for (const state of states.toReversed().slice(1)) {
          await world.client.tasks.redo();
          expect(dumpOf(world)).toEqual(state);
        }
        expect((await world.client.tasks.redo()).undone).toBeNull();
        const other = aWritingWorld('2027-06-01T12:00', 2);
        applyChanges(other.ctx, world.db.changes.since(0, 100_000), 'remote');
        expect(dumpOf(other)).toEqual(states[0]);
      }),
      { numRuns: 12, seed: 11 },
    );
  });
});
