import type {
  SavedFilter,
  SavedFilterPatch,
  SavedFilterView,
  TaskGrouping,
} from '../../core/domain/saved-filter.ts';
import { DaymarkError } from '../../core/errors.ts';
import { speaksOfHabits, speaksOfStatus, type Condition } from '../../core/filter/condition.ts';
import { readFilter, type FilterError, type FilterSpan } from '../../core/filter/read.ts';
import { completionsOf, withClosedBrackets } from '../../core/filter/suggest.ts';
import { filterId, type FilterId } from '../../core/ids.ts';
import { say } from '../../core/messages/index.ts';
import type { TaskFilter, TaskPage } from '../../db/index.ts';
import { requestTimeOf, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';
import { filterNames } from './names.ts';

/** Suggestions that are counted and shown. */
const SUGGESTED = 7;
/** Of so many the counts are asked, so that those that find nothing can be left out. */
const COUNTED = 14;

interface Given {
  now?: string | undefined;
  tz?: string | undefined;
}

interface PageOptions extends Given {
  filter?: string | undefined;
  grouping?: TaskGrouping | undefined;
}

/** What a text means as a filter, and how one could go on. */
export interface FilterAnswer {
  condition: Condition | null;
  error: FilterError | null;
  spans: FilterSpan[];
  /** How many tasks it finds; null for a text that is none. */
  tasks: number | null;
  suggestions: { label: string; text: string; tasks: number }[];
}

/** Filters: what they mean, and those that have a name. */
export class Filters {
  readonly #ctx: ServiceContext;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /** Reads a filter while it is typed. Writes nothing. */
  async read(text: string, given: Given = {}): Promise<FilterAnswer> {
    const { today, tz } = this.#day(given);
    const names = filterNames(this.#ctx);
    const read = (one: string): Condition | null =>
      readFilter(withClosedBrackets(one), names, today).condition;
    const { condition, error, spans } = readFilter(text, names, today);
    const offered = completionsOf(text, condition !== null, names)
      .flatMap((one) => {
        const asked = read(one.text);
        return asked ? [{ ...one, asked }] : [];
      })
      .slice(0, COUNTED);
    const wanted = [...(condition ? [condition] : []), ...offered.map(({ asked }) => asked)];
    const counts = await this.#ctx.worker.countTasks(wanted.map((one) => limitsOf(one, tz)));
    const tasks = condition ? (counts.shift() ?? 0) : null;
    const suggestions = offered
      .map(({ label, text: whole }, index) => ({ label, text: whole, tasks: counts[index] ?? 0 }))
      .filter((one) => one.tasks > 0)
      .slice(0, SUGGESTED);
    return { condition, error: text.trim() === '' ? null : error, spans, tasks, suggestions };
  }

  /**
   * A page of a list. One with a filter or in groups is put together off the main loop, since every task may have to be
   * looked at. A filter takes the place of the status: open tasks that are not on hold, unless it speaks of one.
   *
   * @throws DaymarkError `invalidInput` for a text that is no filter
   */
  page(list: TaskFilter, { filter, grouping, now, tz }: PageOptions): TaskPage | Promise<TaskPage> {
    const { db, worker } = this.#ctx;
    const day = this.#day({ now, tz });
    const grouped = grouping ? { ...list, grouping: { by: grouping, today: day.today } } : list;
    if (filter !== undefined)
      return worker.listTasks({ ...grouped, ...limitsOf(this.conditionOf(filter, { now, tz }), day.tz) });
    return grouping ? worker.listTasks(grouped) : db.tasks.list(list);
  }

  /** @throws DaymarkError `invalidInput` for a text that is no filter */
  conditionOf(text: string, given: Given = {}): Condition {
    const { condition, error } = readFilter(text, filterNames(this.#ctx), this.#day(given).today);
    if (error) throw new DaymarkError('invalidInput', { reason: `filter: ${say(error.message)}` });
    return condition;
  }

  /** Each saved filter with how many tasks it finds. */
  async saved(): Promise<SavedFilterView[]> {
    const { today, tz } = this.#day({});
    const names = filterNames(this.#ctx);
    const all = this.#ctx.db.savedFilters
      .list()
      .map((filter) => ({ filter, asked: readFilter(filter.query, names, today).condition }));
    const counts = await this.#ctx.worker.countTasks(
      all.flatMap(({ asked }) => (asked ? [limitsOf(asked, tz)] : [])),
    );
    return all.map(({ filter, asked }) => ({ ...filter, tasks: asked ? (counts.shift() ?? 0) : null }));
  }

  /** Keeps a filter, the last in the sidebar. @throws DaymarkError `invalidInput` for a text that is no filter */
  create(wanted: Omit<SavedFilter, 'id' | 'position'>): SavedFilter {
    this.conditionOf(wanted.query);
    const ctx = this.#ctx;
    const name = nameOf(wanted.name);
    return runIntent(
      ctx,
      { name: 'filters.create', requestTime: requestTimeOf(ctx), about: name },
      ({ requestTime }) => {
        const position = Math.max(0, ...ctx.db.savedFilters.list().map((one) => one.position)) + 1;
        const filter = { ...wanted, name, id: filterId.parse(ctx.ids()), position };
        ctx.db.savedFilters.insert(filter, requestTime.at);
        return filter;
      },
    );
  }

  update(id: FilterId, patch: SavedFilterPatch): SavedFilter {
    const ctx = this.#ctx;
    const before = this.#get(id);
    if (patch.query !== undefined) this.conditionOf(patch.query);
    const change = patch.name === undefined ? patch : { ...patch, name: nameOf(patch.name) };
    return runIntent(
      ctx,
      { name: 'filters.update', requestTime: requestTimeOf(ctx), about: before.name },
      ({ requestTime }) => {
        ctx.db.savedFilters.update(id, change, requestTime.at);
        return this.#get(id);
      },
    );
  }

  remove(id: FilterId): void {
    const ctx = this.#ctx;
    const { name } = this.#get(id);
    runIntent(ctx, { name: 'filters.remove', requestTime: requestTimeOf(ctx), about: name }, () =>
      ctx.db.savedFilters.remove(id),
    );
  }

  #get(id: FilterId): SavedFilter {
    const found = this.#ctx.db.savedFilters.get(id);
    if (!found) throw new DaymarkError('notFound', { what: 'filter', id });
    return found;
  }

  #day({ now, tz: asked }: Given): { today: string; tz: string } {
    const { local, tz } = requestTimeOf(this.#ctx, {
      ...(now === undefined ? {} : { now }),
      ...(asked === undefined ? {} : { tz: asked }),
    });
    return { today: local.slice(0, 10), tz };
  }
}

function nameOf(name: string): string {
  const clean = name.trim().replace(/\s+/g, ' ');
  if (clean === '') throw new DaymarkError('invalidInput', { reason: 'a filter needs a name' });
  return clean;
}

/** The list that a condition asks for. */
function limitsOf(asked: Condition, tz: string): TaskFilter {
  return {
    status: speaksOfStatus(asked) ? 'any' : 'open',
    withoutSessions: !speaksOfHabits(asked),
    filter: { condition: asked, tz },
  };
}
