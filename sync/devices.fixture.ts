import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newTask } from '../core/domain/task-record.ts';
import { DaymarkError } from '../core/errors.ts';
import { eventId, habitId, projectId, taskId, type ProjectId, type TaskId } from '../core/ids.ts';
import { dataTableNames, openDatabase, type DataRow, type Database } from '../db/index.ts';
import { newFolder, newHabit } from '../db/testing.ts';
import type { Batch } from './batch.ts';
import type { DataKey, KeyFile } from './keyring.ts';
import type { Head, Mailbox, Piece, SnapshotHead } from './mailbox/types.ts';
import { Round, type RoundResult } from './round.ts';
import { Replica } from './replica.ts';

/** Devices of one person in a test: real databases, clocks that disagree, and batches that travel as the test says. */

const KEY = new Uint8Array(32).fill(7);
/** The files of a database that was migrated once. */
let template: Map<string, Uint8Array> | null = null;

function aDatabase(): Database {
  template ??= newTemplate();
  const dataDir = newFolder();
  for (const [name, bytes] of template) writeFileSync(join(dataDir, name), bytes);
  return openDatabase({ dataDir, key: KEY });
}

function newTemplate(): Map<string, Uint8Array> {
  const dataDir = newFolder();
  openDatabase({ dataDir, key: KEY }).close();
  const names = readdirSync(dataDir).filter((name) => name.startsWith('daymark.db'));
  return new Map(names.map((name) => [name, readFileSync(join(dataDir, name))]));
}

export interface Sent {
  device: string;
  batch: Batch;
}

export class Device {
  readonly name: number;
  readonly db: Database;
  readonly replica: Replica;
  /** Its intents, to be taken back. */
  readonly groups: string[] = [];
  /** Everything it has ever sent, in order. */
  readonly sent: Sent[] = [];
  /** How far the clock of the device is off. */
  readonly skew: number;
  /** How many batches of each device it has merged. */
  readonly merged = new Map<Device, number>();
  readonly #world: { now: number };
  #made = 0;

  constructor(name: number, world: { now: number }, skew: number) {
    this.name = name;
    this.skew = skew;
    this.#world = world;
    this.db = aDatabase();
    this.replica = new Replica(this.db, this.db.schemaVersion);
    this.remote(() => this.replica.begin());
  }

  get id(): string {
    return this.db.changes.device();
  }

  get now(): number {
    return this.#world.now + this.skew;
  }

  newId(): string {
    this.#made += 1;
    return `0190000${this.name}-0000-7000-8000-${this.#made.toString(16).padStart(12, '0')}`;
  }

  /** One intent of the person; answers its group. */
  act(work: () => void): string {
    const group = this.newId();
    this.db.changes.write({ group, at: this.now, origin: 'local' }, work);
    this.groups.push(group);
    return group;
  }

  remote<T>(work: () => T): T {
    return this.db.changes.write({ group: this.newId(), at: this.now, origin: 'remote' }, work);
  }

  /** Makes a batch of what was done since. */
  tell(): void {
    const batch = this.remote(() => this.replica.fold());
    if (batch) this.sent.push({ device: this.id, batch: JSON.parse(JSON.stringify(batch)) as Batch });
  }

  /** Takes the next batch of another device if it can be understood yet; `again` takes the one before once more. */
  receive(other: Device, again = false): boolean {
    this.tell();
    const next = (this.merged.get(other) ?? 0) - (again ? 1 : 0);
    const sent = other.sent[next];
    if (!sent || !this.replica.isReady(sent.batch)) return false;
    this.remote(() => this.replica.beginMerging({ [sent.device]: next + 1 }));
    for (const group of sent.batch.groups)
      this.remote(() => this.replica.merge(sent.device, sent.batch, [group]));
    this.remote(() => this.replica.endBatch(sent.device, next + 1, sent.batch));
    this.merged.set(other, Math.max(this.merged.get(other) ?? 0, next + 1));
    return true;
  }

  /** One round with a mailbox. */
  round(mailbox: Mailbox, keys: readonly DataKey[], batchesPerSnapshot?: number): Promise<RoundResult> {
    return new Round({
      db: this.db,
      schemaVersion: this.db.schemaVersion,
      mailbox,
      keys,
      clock: () => this.now,
      commit: (work) => this.remote(work),
      yieldToEvents: async () => {},
      batchesPerSnapshot,
    }).run();
  }

  dump(): Record<string, Record<string, DataRow>> {
    return Object.fromEntries(
      dataTableNames.map((table) => [
        table,
        Object.fromEntries(this.db.changes.rowIds(table).map((id) => [id, this.db.changes.row(table, id)!])),
      ]),
    );
  }

  tasks(): TaskId[] {
    return this.db.changes.rowIds('tasks') as TaskId[];
  }

  projects(): ProjectId[] {
    return this.db.changes.rowIds('projects') as ProjectId[];
  }
}

/** Lets everybody receive everything. */
export function settle(devices: readonly Device[]): void {
  for (let moved = true; moved;) {
    moved = false;
    for (const device of devices) device.tell();
    for (const device of devices)
      for (const other of devices.filter((one) => one !== device)) {
        for (let received = device.receive(other); received; received = device.receive(other)) moved = true;
      }
  }
}

function sessionOf(device: Device, habit: string) {
  const id = taskId.parse(device.newId());
  return newTask(
    'Session',
    { id, at: device.now, tz: 'Europe/Berlin' },
    {
      splittable: false,
      minChunkMin: 15,
      habitId: habitId.parse(habit),
      habitWeek: '2027-05-03',
    },
  );
}

/** What a person may do on a device; `pick` answers a number below its argument. */
export type Act = (device: Device, pick: (below: number) => number) => void;

const NAMES = ['Work', 'work', 'Home', 'Garden'];
const TAGS = ['urgent', 'Urgent', 'phone', 'later', '__proto__'];

function oneOf<T>(items: readonly T[], pick: (below: number) => number): T | undefined {
  return items.length === 0 ? undefined : items[pick(items.length)];
}

export const acts: Record<string, Act> = {
  add(device, pick) {
    const id = taskId.parse(device.newId());
    const task = newTask(
      `Task ${pick(100)}`,
      { id, at: device.now, tz: 'Europe/Berlin' },
      {
        splittable: false,
        minChunkMin: 15,
        projectId: oneOf(device.projects(), pick) ?? null,
        tags: [TAGS[pick(TAGS.length)]!],
      },
    );
    device.act(() => device.db.tasks.insert(task));
  },
  title(device, pick) {
    const id = oneOf(device.tasks(), pick);
    if (id) device.act(() => device.db.tasks.update(id, { title: `Title ${pick(1000)}` }, device.now));
  },
  when(device, pick) {
    const id = oneOf(device.tasks(), pick);
    const day = `2027-05-0${1 + pick(9)}`;
    const start = pick(2) === 0 ? null : `${day}T1${pick(9)}:00`;
    if (id) device.act(() => device.db.tasks.update(id, { date: day, start }, device.now));
  },
  finish(device, pick) {
    const id = oneOf(device.tasks(), pick);
    const done = pick(3) > 0;
    if (id)
      device.act(() =>
        device.db.tasks.update(
          id,
          { status: done ? 'done' : 'open', completedAt: done ? device.now : null },
          device.now,
        ),
      );
  },
  tags(device, pick) {
    const id = oneOf(device.tasks(), pick);
    const tags = TAGS.filter((tag) => tag !== 'Urgent' && pick(2) === 0);
    if (id) device.act(() => device.db.tasks.update(id, { tags }, device.now));
  },
  dependsOn(device, pick) {
    const id = oneOf(device.tasks(), pick);
    const on = [...new Set([oneOf(device.tasks(), pick), oneOf(device.tasks(), pick)])].filter(
      (other): other is TaskId => other !== undefined && other !== id,
    );
    try {
      if (id) device.act(() => device.db.tasks.update(id, { dependsOn: on }, device.now));
    } catch {
      // A circle on this device alone is refused.
    }
  },
  project(device, pick) {
    const name = NAMES[pick(NAMES.length)]!;
    if (device.db.projects.byName(name)) return;
    const id = projectId.parse(device.newId());
    device.act(() => device.db.projects.insert({ id, name, colour: pick(8), at: device.now }));
  },
  rename(device, pick) {
    const id = oneOf(device.projects(), pick);
    const name = NAMES[pick(NAMES.length)]!;
    const taken = device.db.projects.byName(name);
    if (id && (!taken || taken.id === id))
      device.act(() => device.db.projects.update(id, { name }, device.now));
  },
  part(device, pick) {
    const [id, whole] = [oneOf(device.tasks(), pick), oneOf(device.tasks(), pick)];
    if (!id || !whole || id === whole) return;
    const all = device.tasks().map((one) => device.db.tasks.get(one)!);
    const taken = all.some((one) => one.parentId === id) || device.db.tasks.get(whole)!.parentId !== null;
    const parentId = taken ? null : whole;
    device.act(() => device.db.tasks.update(id, { parentId }, device.now));
  },
  habit(device, pick) {
    const [known] = device.db.changes.rowIds('habits');
    if (known && pick(3) === 0) device.act(() => device.db.changes.invert(device.groups.shift() ?? ''));
    else if (known) device.act(() => device.db.tasks.insert(sessionOf(device, known)));
    else {
      const project = oneOf(device.projects(), pick) ?? null;
      device.act(() =>
        device.db.habits.insert(
          newHabit({
            id: habitId.parse(device.newId()),
            projectId: project,
            createdAt: device.now,
            updatedAt: device.now,
          }),
        ),
      );
    }
  },
  move(device, pick) {
    const id = oneOf(device.tasks(), pick);
    const project = oneOf(device.projects(), pick) ?? null;
    if (id) device.act(() => device.db.tasks.update(id, { projectId: project }, device.now));
  },
  removeProject(device, pick) {
    const id = oneOf(device.projects(), pick);
    if (id) device.act(() => device.db.projects.remove(id));
  },
  track(device, pick) {
    const running = device.db.timeEntries.running();
    const id = oneOf(device.tasks(), pick);
    device.act(() => {
      if (running && pick(2) === 0) device.db.timeEntries.stop(running.taskId, device.now);
      else if (id) device.db.timeEntries.start({ id: device.newId(), taskId: id, at: device.now });
    });
  },
  event(device, pick) {
    const id = eventId.parse(device.newId());
    const start = `2027-05-0${1 + pick(9)}T09:00`;
    device.act(() =>
      device.db.events.insert({
        id,
        title: 'Meeting',
        start,
        end: start.replace('T09', 'T10'),
        tz: 'Europe/Berlin',
        allDay: false,
        blocks: true,
        travelBeforeMin: 0,
        travelAfterMin: 0,
        createdAt: device.now,
        updatedAt: device.now,
      }),
    );
  },
  undo(device, pick) {
    const group = device.groups.splice(pick(Math.max(1, device.groups.length)), 1)[0];
    if (group) device.act(() => device.db.changes.invert(group));
  },
  setting(device, pick) {
    device.act(() => device.db.settings.update({ horizonDays: 7 + pick(7) }, device.now));
  },
};

/** A mailbox in memory whose calls fail when `fails` says so: before, or after they have done their work. */
export class MemoryMailbox implements Mailbox {
  readonly name = 'memory';
  fails: () => 'before' | 'after' | null = () => null;
  readonly #keys = new Map<string, KeyFile>();
  readonly stored = new Map<string, Map<number, Uint8Array>>();
  readonly #snapshots = new Map<string, { head: SnapshotHead; parts: Uint8Array[]; whole: boolean }>();
  readonly #devices = new Map<string, Uint8Array>();

  async #call<T>(work: () => T): Promise<T> {
    const fault = this.fails();
    if (fault === 'before') throw new DaymarkError('unreachable', { host: 'memory', reason: 'cut off' });
    const result = work();
    if (fault === 'after') throw new DaymarkError('unreachable', { host: 'memory', reason: 'cut off' });
    return result;
  }

  exists = () => this.#call(() => true);
  create = () => this.#call(() => {});
  keys = () => this.#call(() => [...this.#keys.values()]);
  putKey = (file: KeyFile) => this.#call(() => void this.#keys.set(file.id, file));
  heads = () =>
    this.#call(() =>
      [...this.stored].flatMap(([device, pieces]): Head[] => {
        const numbers = [...pieces.keys()].sort((a, b) => a - b);
        return numbers.length === 0 ? [] : [{ device, first: numbers[0]!, last: numbers.at(-1)! }];
      }),
    );
  batches = (device: string, after: number, limit: number) =>
    this.#call(() =>
      [...(this.stored.get(device) ?? [])]
        .filter(([number]) => number > after)
        .sort(([a], [b]) => a - b)
        .slice(0, limit)
        .map(([number, bytes]): Piece => ({ number, bytes })),
    );
  putBatches = (device: string, pieces: readonly Piece[]) =>
    this.#call(() => {
      const box = this.stored.get(device) ?? new Map<number, Uint8Array>();
      this.stored.set(device, box);
      for (const { number, bytes } of pieces) if (!box.has(number)) box.set(number, bytes);
    });
  removeBatches = (device: string, upTo: number) =>
    this.#call(() => {
      const box = this.stored.get(device);
      for (const number of box?.keys() ?? []) if (number <= upTo) box?.delete(number);
    });
  snapshots = () =>
    this.#call(() =>
      [...this.#snapshots.values()]
        .filter(({ whole }) => whole)
        .map(({ head, parts }) => ({ ...head, parts: parts.length })),
    );
  async *snapshotParts(head: SnapshotHead): AsyncIterable<Uint8Array> {
    for (let part = 0; part < head.parts; part += 1) {
      const bytes = await this.#call(() => this.#snapshots.get(`${head.device}/${head.number}`)?.parts[part]);
      if (!bytes) throw new DaymarkError('unreachable', { host: 'memory', reason: 'gone' });
      yield bytes;
    }
  }
  putSnapshotPart = (head: SnapshotHead, part: number, bytes: Uint8Array, last: boolean) =>
    this.#call(() => {
      const name = `${head.device}/${head.number}`;
      const snapshot = this.#snapshots.get(name) ?? { head, parts: [], whole: false };
      snapshot.parts[part] = bytes;
      snapshot.whole ||= last;
      this.#snapshots.set(name, snapshot);
    });
  removeSnapshot = (head: SnapshotHead) =>
    this.#call(() => void this.#snapshots.delete(`${head.device}/${head.number}`));
  devices = () => this.#call(() => [...this.#devices].map(([device, bytes]) => ({ device, bytes })));
  putDevice = (device: string, bytes: Uint8Array) => this.#call(() => void this.#devices.set(device, bytes));
  /** Devices in a story are told nothing. */
  watch = async () => {};
  close = async () => {};
}
