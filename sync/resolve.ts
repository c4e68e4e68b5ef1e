import { nameKey, type DataRow, type RowKey } from '../db/index.ts';
import { fieldOf, habitOfWeek, nameOf, type Registers } from './registers.ts';
import { compareStamps, type Stamp } from './stamp.ts';
import { elementsOf, isAlive, type RowState } from './row-state.ts';

/**
 * What the rows of the data tables have to be, as a function of the merged states alone. Where the tables ask for more
 * than each row for itself can hold (names that are unique, tasks that wait for each other, parents that must exist), the
 * answer follows from states too, never from the order in which they were heard, so that every device comes to the same.
 */
export class Resolution {
  readonly #registers: Registers;
  readonly #existing = new Map<string, boolean>();
  #projects: Map<string, string> | null = null;
  #dropped: Set<string> | null = null;
  #wholes: Map<string, string> | null = null;

  constructor(registers: Registers) {
    this.#registers = registers;
  }

  /** Whether a row is to be there. */
  exists(key: RowKey): boolean {
    const name = nameOf(key);
    const known = this.#existing.get(name);
    if (known !== undefined) return known;
    const answer = this.#decide(key);
    this.#existing.set(name, answer);
    return answer;
  }

  #decide(key: RowKey): boolean {
    const row = this.#registers.get(key);
    if (!row) return false;
    switch (key.table) {
      case 'projects':
        return this.projectFor(key.rowId) === key.rowId;
      case 'tasks':
        // Time that was tracked elsewhere is never thrown away with its task.
        return isAlive(row) || this.#isNamedBy(key, 'time_entries');
      case 'habit_weeks':
        return isAlive(row) && this.exists({ table: 'habits', rowId: habitOfWeek(key.rowId) });
      case 'time_entries':
        return isAlive(row) && this.exists({ table: 'tasks', rowId: String(fieldOf(row, 'task_id')) });
      default:
        return isAlive(row);
    }
  }

  #isNamedBy(key: RowKey, table: RowKey['table']): boolean {
    return this.#registers.referring(key).some((other) => {
      if (other.table !== table) return false;
      const row = this.#registers.get(other);
      return row !== null && (table === 'time_entries' ? isAlive(row) : this.exists(other));
    });
  }

  /**
   * The project that stands for the one of this id: itself, or the first of those that have the same name. Null when it
   * is gone.
   */
  projectFor(id: string): string | null {
    const row = this.#registers.get({ table: 'projects', rowId: id });
    if (!row || !this.#projectLives(id, row)) return null;
    this.#projects ??= this.#projectsByName();
    return this.#projects.get(projectKey(row)) ?? id;
  }

  /** A project that was deleted lives on while there are tasks in it. */
  #projectLives(id: string, row: RowState): boolean {
    return isAlive(row) || this.#isNamedBy({ table: 'projects', rowId: id }, 'tasks');
  }

  #projectsByName(): Map<string, string> {
    const first = new Map<string, string>();
    for (const id of this.#registers.ids('projects').toSorted()) {
      const row = this.#registers.get({ table: 'projects', rowId: id });
      if (!row || !this.#projectLives(id, row)) continue;
      const name = projectKey(row);
      if (!first.has(name)) first.set(name, id);
    }
    return first;
  }

  /** The row as it has to be; null when it is not to be there. Timers that run are left to `endOfTimer`. */
  rowOf(key: RowKey): DataRow | null {
    const row = this.#registers.get(key);
    if (!row || !this.exists(key)) return null;
    const data: DataRow = {};
    for (const [name, register] of Object.entries(row.fields)) data[name] = register.value;
    for (const [name, set] of Object.entries(row.sets)) data[name] = elementsOf(set);
    if (typeof data['project_id'] === 'string') data['project_id'] = this.projectFor(data['project_id']);
    if (typeof data['habit_id'] === 'string' && !this.exists({ table: 'habits', rowId: data['habit_id'] })) {
      data['habit_id'] = null;
      data['habit_week'] = null;
    }
    if (typeof data['parent_id'] === 'string') data['parent_id'] = this.#wholeOf(key.rowId);
    if (Array.isArray(data['depends_on']))
      data['depends_on'] = this.#dependenciesOf(key.rowId, data['depends_on']);
    if (key.table === 'time_entries' && typeof data['end_at'] === 'number')
      data['end_at'] = Math.max(data['end_at'], Number(data['start_at']));
    return data;
  }

  #dependenciesOf(task: string, on: readonly string[]): string[] {
    this.#dropped ??= this.#circularDependencies();
    return on.filter(
      (other) => this.exists({ table: 'tasks', rowId: other }) && !this.#dropped?.has(`${task}/${other}`),
    );
  }

  /** The task that this one is a part of; a part has no parts, so that the older of two such claims holds. */
  #wholeOf(task: string): string | null {
    this.#wholes ??= this.#partsInOrder();
    return this.#wholes.get(task) ?? null;
  }

  #partsInOrder(): Map<string, string> {
    const claims = this.#registers.naming('tasks', 'tasks').flatMap((part) => {
      const key: RowKey = { table: 'tasks', rowId: part };
      const register = this.#registers.get(key)?.fields['parent_id'];
      if (typeof register?.value !== 'string' || !this.exists(key)) return [];
      const whole = register.value;
      return this.exists({ table: 'tasks', rowId: whole }) ? [{ part, whole, stamp: register.stamp }] : [];
    });
    claims.sort((a, b) => compareStamps(a.stamp, b.stamp) || (a.part < b.part ? -1 : 1));
    const wholes = new Map<string, string>();
    const withParts = new Set<string>();
    for (const { part, whole } of claims) {
      if (part === whole || wholes.has(whole) || withParts.has(part)) continue;
      wholes.set(part, whole);
      withParts.add(whole);
    }
    return wholes;
  }

  /** Dependencies that would close a circle with older ones. */
  #circularDependencies(): Set<string> {
    const edges: { from: string; to: string; stamp: Stamp }[] = [];
    for (const from of this.#registers.naming('tasks', 'tasks')) {
      const key: RowKey = { table: 'tasks', rowId: from };
      const elements = this.#registers.get(key)?.sets['depends_on']?.elements;
      if (!elements || !this.exists(key)) continue;
      for (const [to, { present, stamp }] of elements)
        if (present && this.exists({ table: 'tasks', rowId: to })) edges.push({ from, to, stamp });
    }
    edges.sort((a, b) => compareStamps(a.stamp, b.stamp) || (a.from + a.to < b.from + b.to ? -1 : 1));
    const kept = new Map<string, string[]>();
    const dropped = new Set<string>();
    for (const { from, to } of edges) {
      if (leadsTo(kept, to, from)) dropped.add(`${from}/${to}`);
      else kept.set(from, [...(kept.get(from) ?? []), to]);
    }
    return dropped;
  }
}

function projectKey(row: RowState): string {
  return nameKey(String(fieldOf(row, 'name') ?? ''));
}

function leadsTo(edges: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(edges.get(next) ?? []));
  }
  return false;
}
