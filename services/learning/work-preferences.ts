import type { Task } from '../../core/domain/task.ts';
import type { DayPartHours } from '../../core/language.ts';
import type { ProblemTask } from '../../core/problem.ts';
import { localOf } from '../../core/time/zoned.ts';
import type { ServiceContext } from '../context.ts';

/**
 * What kinds of work a person likes, puts off, or does at a time of day: centroids of the titles' vectors, moved a
 * little by each finished or dropped task. The scheduler asks them for the time of day that suits a task.
 */

const types = ['liked', 'avoided', 'morning', 'afternoon', 'evening'] as const;
type PreferenceKind = (typeof types)[number];
const DAY_PARTS = ['morning', 'afternoon', 'evening'] as const;
type DayPart = (typeof DAY_PARTS)[number];

/** A centroid counts as this many tasks at most, so that old habits fade. */
const MEMORY = 60;
/** A time of day is believed in once this many tasks were done then. */
const MIN_DONE = 6;
/** Deferred this often: put off. */
const PUT_OFF = 2;
/** Advantage in cosine over the next best time of day that is worth nothing, and that which is worth all. */
const MIN_LEAD = 0.04;
const FULL_LEAD = 0.24;
/** Minutes after the beginning of a part of the day. */
const INTO_PART = 1;
const READ_AT_ONCE = 20;

type Preferred = ProblemTask['preferred'];

/** Learns the centroids and answers the time of day that suits a task. */
export class WorkPreferences {
  readonly #ctx: ServiceContext;
  #centroids: Map<PreferenceKind, { weight: number; vector: Float32Array }> | null = null;
  /** By task; the vector is that of its title, so that it holds until the title changes. */
  readonly #known = new Map<string, { title: string; preferred: Preferred }>();

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /** Vectors of tasks that are gone and centroids of another model are no use any more. */
  cleanUp(): void {
    const { db, ml, log } = this.#ctx;
    const orphans = db.embeddings.collectOrphans();
    let old = 0;
    const { modelVersion } = ml.state;
    if (modelVersion !== null) {
      for (const { id } of db.preferences.list()) {
        if (!id.startsWith(`${modelVersion}/`) && db.preferences.remove(id)) old += 1;
      }
    }
    this.#centroids = null;
    if (orphans + old > 0) log('info', 'vectors.cleanedUp', { orphans, old });
  }

  /** A finished or dropped task moves the centroids that it belongs to. */
  learn(task: Task): void {
    const { db } = this.#ctx;
    const vector = db.embeddings.vector(task.id);
    const version = db.embeddings.version(task.id)?.modelVersion;
    if (!vector || !version) return;
    const at = this.#startOf(task);
    db.transaction(() => {
      for (const kind of preferencesOf(task, at, db.settings.get().dayParts))
        this.#move(kind, version, vector);
    });
    this.#known.clear();
  }

  #startOf(task: Task): string | null {
    const { db } = this.#ctx;
    const [first] = db.timeEntries.forTask(task.id);
    if (task.status !== 'done') return null;
    if (first?.source === 'timer') return localOf(first.start, task.tz);
    return task.completedAt === null ? null : localOf(task.completedAt, task.tz);
  }

  #move(kind: PreferenceKind, version: string, vector: Float32Array): void {
    const centroids = this.#all();
    const before = centroids.get(kind);
    const weight = Math.min(MEMORY, (before?.weight ?? 0) + 1);
    const moved = new Float32Array(vector.length);
    for (let i = 0; i < moved.length; i++) {
      const was = before?.vector[i] ?? 0;
      moved[i] = was + ((vector[i] ?? 0) - was) / weight;
    }
    centroids.set(kind, { weight, vector: moved });
    this.#ctx.db.preferences.put({
      id: `${version}/${kind}`,
      preferenceType: kind,
      weight,
      vector: moved,
      updatedAt: this.#ctx.clock(),
    });
  }

  #all(): Map<PreferenceKind, { weight: number; vector: Float32Array }> {
    if (this.#centroids) return this.#centroids;
    const found = new Map<PreferenceKind, { weight: number; vector: Float32Array }>();
    for (const { preferenceType, weight, vector } of this.#ctx.db.preferences.list()) {
      const kind = types.find((type) => type === preferenceType);
      if (kind) found.set(kind, { weight, vector });
    }
    this.#centroids = found;
    return found;
  }

  /** Reads what is missing, in small pieces, before a plan is made. */
  async prepare(tasks: readonly Task[]): Promise<void> {
    if (DAY_PARTS.filter((part) => (this.#all().get(part)?.weight ?? 0) >= MIN_DONE).length < 2) return;
    let read = 0;
    for (const task of tasks) {
      if (this.#known.get(task.id)?.title === task.title) continue;
      this.#known.set(task.id, { title: task.title, preferred: this.#preferredOf(task) });
      read += 1;
      if (read % READ_AT_ONCE === 0) await new Promise((done) => setImmediate(done));
    }
  }

  /** The hour that suits a task, as far as `prepare` found one. */
  preferred(task: Task): Preferred {
    return this.#known.get(task.id)?.preferred;
  }

  #preferredOf(task: Task): Preferred {
    const vector = this.#ctx.db.embeddings.vector(task.id);
    if (!vector) return undefined;
    const scored = DAY_PARTS.flatMap((part) => {
      const centroid = this.#all().get(part);
      return centroid && centroid.weight >= MIN_DONE
        ? [{ part, score: cosine(vector, centroid.vector) }]
        : [];
    }).sort((a, b) => b.score - a.score);
    const [best, next] = scored;
    if (!best || !next) return undefined;
    const strength = Math.min(1, (best.score - next.score - MIN_LEAD) / (FULL_LEAD - MIN_LEAD));
    if (strength <= 0) return undefined;
    const hour = this.#ctx.db.settings.get().dayParts[best.part] + INTO_PART;
    return { hour: Math.min(23, hour), strength: Math.round(strength * 100) / 100 };
  }
}

function preferencesOf(task: Task, start: string | null, parts: DayPartHours): PreferenceKind[] {
  const kinds: PreferenceKind[] = [];
  if (task.status === 'dropped' || task.deferrals >= PUT_OFF) kinds.push('avoided');
  else if (task.status === 'done' && task.deferrals === 0) kinds.push('liked');
  if (start !== null) kinds.push(partOf(Number(start.slice(11, 13)), parts));
  return kinds;
}

function partOf(hour: number, parts: DayPartHours): DayPart {
  if (hour >= parts.evening) return 'evening';
  return hour >= parts.afternoon ? 'afternoon' : 'morning';
}

function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? dot / Math.sqrt(aa * bb) : 0;
}
