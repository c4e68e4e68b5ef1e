import { z } from 'zod';
import {
  calendarLoadPattern,
  capacityPattern,
  dayPattern,
  focusPattern,
  pacePattern,
  productivityPattern,
  switchingPattern,
  timePreferencePattern,
  type WorkProfileView,
} from '../../core/domain/work-profile.ts';
import type { Task } from '../../core/domain/task.ts';
import type { WorkHistory } from '../../core/ml-contract/index.ts';
import { profile as profileSchema, type ProblemTask, type Profile } from '../../core/problem.ts';
import { DAY_MS } from '../../core/time/units.ts';
import { addDays, instantOf, weekdayOf } from '../../core/time/zoned.ts';
import { requestTimeOf, type ServiceContext, type RequestTime } from '../context.ts';
import { WEEKDAYS } from '../../core/time/week.ts';

/** How far back is looked; with the learner's half-life of thirty days, older days hardly count. */
const HISTORY_DAYS = 120;
/** So many finished stretches of work since the last time are worth learning from on the same day. */
const MIN_NEW = 12;
/** Read in pieces, so that the loop stays free. */
const DAYS_AT_ONCE = 10;
const TASKS_AT_ONCE = 200;
const LEARN_MS = 10_000;
/** After a failure the next try waits this long. */
const RETRY_MS = 10 * 60_000;
/** Less sure than this, what was stated or the working hours count instead. */
const MIN_CONFIDENCE = 0.15;
/** A day's capacity touches every plan and promise: it takes about five tracked days. */
const MIN_CAPACITY_CONFIDENCE = 0.3;

/** A project with a smaller share of the work says nothing of when it is done. */
const MIN_SHARE = 0.05;
/** Work that lies evenly over eight hours is two hours from its middle; from so much on no hour is preferred. */
const ANY_HOUR_SPREAD = 1.5;

const STATE = 'rhythm';
const stored = z.object({ day: z.string(), at: z.number(), profile: profileSchema.nullable() });
type Stored = z.infer<typeof stored>;

/** How the person works: learned in the ml process from tracked time, kept as patterns, given to every plan. */
export class WorkProfile {
  readonly #ctx: ServiceContext;
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /**
   * Learns again on a new day or after enough new work; quiet otherwise and while the helper is away. Planning goes on
   * with what was known before when it fails.
   */
  async refresh(): Promise<void> {
    const { db, ml, log } = this.#ctx;
    const requestTime = requestTimeOf(this.#ctx);
    if (ml.state.process !== 'ready' || !this.#due(requestTime)) return;
    try {
      const history = await this.#history(requestTime);
      const day = requestTime.local.slice(0, 10);
      if (history.entries.length === 0) {
        db.settings.setState(
          STATE,
          JSON.stringify({ day, at: requestTime.at, profile: null } satisfies Stored),
        );
        return;
      }
      const signal = AbortSignal.timeout(LEARN_MS);
      const { profile, patterns } = await ml.client.learnProfile(history, { signal });
      db.transaction(() => {
        for (const { type, data, confidence } of patterns) {
          db.patterns.put({
            patternType: type,
            patternData: Array.isArray(data) ? { items: data } : { ...(data as object) },
            confidenceScore: confidence,
            updatedAt: requestTime.at,
          });
        }
        db.settings.setState(STATE, JSON.stringify({ day, at: requestTime.at, profile } satisfies Stored));
      });
      log('info', 'workProfile.learned', { entries: history.entries.length });
    } catch (error) {
      this.#failedAt = requestTime.at;
      log('warn', 'workProfile.failed', { name: error instanceof Error ? error.name : '?' });
    }
  }

  #due(requestTime: RequestTime): boolean {
    if (requestTime.at - this.#failedAt < RETRY_MS && requestTime.at >= this.#failedAt) return false;
    const last = this.#stored();
    if (!last || last.day !== requestTime.local.slice(0, 10)) return true;
    return this.#ctx.db.timeEntries.between(last.at, requestTime.at).length >= MIN_NEW;
  }

  /** What a planning problem is given: learned where that is sure enough, else what was stated. Undefined before both. */
  profile(): Profile | undefined {
    const stated = this.#ctx.db.settings.get().energyByHour;
    const learned = this.#stored()?.profile;
    const sure = (type: string, least = MIN_CONFIDENCE): boolean =>
      (this.#ctx.db.patterns.get(type)?.confidenceScore ?? 0) >= least;
    const profile: Profile = stated ? { energyByHour: stated } : {};
    if (learned) {
      const { energyByHour, focusMin, breakMin, switchCostMin, bufferMin, capacityMin } = learned;
      if (sure('productivity') && energyByHour) profile.energyByHour = energyByHour;
      if (sure('focus')) Object.assign(profile, { focusMin, breakMin });
      if (sure('switching')) Object.assign(profile, { switchCostMin });
      if (sure('calendar_load')) Object.assign(profile, { bufferMin });
      if (sure('capacity', MIN_CAPACITY_CONFIDENCE) && capacityMin) profile.capacityMin = capacityMin;
    }
    return Object.keys(profile).length > 0 ? profile : undefined;
  }

  /** How whole days run against their plans; undefined until that is known. */
  pace(): { median: number; sd: number } | undefined {
    const pace = this.#pattern('pace', pacePattern);
    return pace && pace.confidence >= MIN_CAPACITY_CONFIDENCE ? pace.value : undefined;
  }

  /** Minutes the person usually gets through on this day of the week; undefined until that is known. */
  capacityOf(day: string): number | undefined {
    const known = this.#pattern('capacity', capacityPattern);
    if (!known || known.confidence < MIN_CAPACITY_CONFIDENCE) return undefined;
    return known.value[WEEKDAYS[weekdayOf(day) - 1]!];
  }

  /** The hour at which the task's project is usually worked on, where that is much the same from day to day. */
  preferred({ project }: Task): ProblemTask['preferred'] {
    if (project === null) return undefined;
    const known = this.#pattern('time_preference', timePreferencePattern);
    const usual = known?.value.items.find((one) => one.project === project);
    if (!known || !usual || known.confidence < MIN_CONFIDENCE || usual.share < MIN_SHARE) return undefined;
    const strength = known.confidence * (1 - usual.spreadHours / ANY_HOUR_SPREAD);
    if (strength <= 0) return undefined;
    return { hour: Math.min(23, usual.hour), strength: Math.round(strength * 100) / 100 };
  }

  /** Stretches of weekdays that seldom hold a meeting; empty until that is known. */
  usuallyFree(): z.output<typeof calendarLoadPattern>['free'] {
    const load = this.#pattern('calendar_load', calendarLoadPattern);
    return load && load.confidence >= MIN_CONFIDENCE ? load.value.free : [];
  }

  view(): WorkProfileView {
    const stated = this.#ctx.db.settings.get().energyByHour;
    const productivity = this.#pattern('productivity', productivityPattern);
    const learned = productivity !== null && productivity.confidence >= MIN_CONFIDENCE;
    return {
      source: learned ? 'learned' : stated ? 'said' : 'none',
      learnedAt: productivity ? (this.#stored()?.at ?? null) : null,
      energyByHour: learned ? productivity.value.energyByHour : stated,
      productivity,
      focus: this.#pattern('focus', focusPattern),
      switching: this.#pattern('switching', switchingPattern),
      day: this.#pattern('day_bounds', dayPattern),
      capacityMin: this.#pattern('capacity', capacityPattern),
      pace: this.#pattern('pace', pacePattern),
      calendarLoad: this.#pattern('calendar_load', calendarLoadPattern),
    };
  }

  #pattern<T extends z.ZodType>(type: string, schema: T): { value: z.output<T>; confidence: number } | null {
    const row = this.#ctx.db.patterns.get(type);
    const read = row && schema.safeParse(row.patternData);
    return read?.success ? { value: read.data, confidence: row!.confidenceScore } : null;
  }

  #stored(): Stored | null {
    const text = this.#ctx.db.settings.state(STATE);
    if (text === null) return null;
    const read = stored.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  }

  async #history({ at, tz, local }: RequestTime): Promise<WorkHistory> {
    const { db } = this.#ctx;
    const since = at - HISTORY_DAYS * DAY_MS;
    const tasks = await this.#finished(since);
    const entries: WorkHistory['entries'] = [];
    for (let from = since; from < at; from += DAYS_AT_ONCE * DAY_MS) {
      const to = Math.min(at, from + DAYS_AT_ONCE * DAY_MS);
      const found = db.timeEntries
        .between(from, to)
        .filter(({ start, end }) => start >= from && end !== null && end > start && end <= at);
      const unknown = [...new Set(found.map((entry) => entry.taskId))].filter((id) => !tasks.has(id));
      for (const task of db.tasks.getMany(unknown)) tasks.set(task.id, task);
      for (const { taskId: id, start, end } of found) {
        entries.push({ taskId: id, start, end: end!, project: tasks.get(id)?.project ?? null });
      }
      await pause();
    }
    const today = local.slice(0, 10);
    const events = db.events
      .between(addDays(today, -HISTORY_DAYS), addDays(today, 1))
      .filter((event) => event.blocks && !event.allDay)
      .map((event) => ({
        start: instantOf(event.start, event.tz),
        end: instantOf(event.end, event.tz),
      }));
    const prior = db.settings.get().energyByHour;
    const completions = [...tasks.values()].flatMap((task) => completionOf(task) ?? []);
    return { entries, completions, events, now: at, tz, ...(prior ? { prior } : {}) };
  }

  async #finished(completedSince: number): Promise<Map<string, Task>> {
    const tasks = new Map<string, Task>();
    for (let offset = 0; ; offset += TASKS_AT_ONCE) {
      const page = this.#ctx.db.tasks.list({
        status: 'done',
        completedSince,
        order: 'completed',
        limit: TASKS_AT_ONCE,
        offset,
      });
      for (const task of page.tasks) tasks.set(task.id, task);
      if (page.tasks.length < TASKS_AT_ONCE) return tasks;
      await pause();
    }
  }
}

function completionOf(task: Task): WorkHistory['completions'][number] | null {
  if (task.status !== 'done' || task.completedAt === null) return null;
  const { deadline, tz } = task;
  const due = deadline && (deadline.length > 10 ? deadline : `${addDays(deadline, 1)}T00:00`);
  return {
    taskId: task.id,
    at: task.completedAt,
    // The guess was made before anybody knew when it would be worked on.
    expectedMin: task.predicted?.p50 ?? task.durationMin,
    plannedMin: task.durationMin ?? task.predicted?.p50 ?? null,
    priority: task.priority,
    due: due ? instantOf(due, tz) : null,
    project: task.project,
  };
}

function pause(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
