/**
 * Keeps what the ml process holds in memory within bounds: each model or thread that can be loaded again registers
 * here, is loaded at its first use, and is unloaded when it lay idle or when the others need its room, least recently
 * used first. Never one that is in use. The parser isn't among them: a keystroke waits for nothing.
 */

/** Models that were not asked for this long are unloaded; the next question loads them again. */
export const MODEL_IDLE_MS = 5 * 60_000;
/** Everything that people use from day to day fits, some 110 MB; a replay of years of history beside it does not. */
export const MODEL_CAP_MB = 160;

/** What can be loaded, measured and unloaded. */
export interface Model {
  readonly name: string;
  /** Called before a use while it isn't loaded. One that is filled by its owner has nothing to do here. */
  load(): Promise<void>;
  /** Gives the memory back. Called only while nothing uses it; must leave the model ready to be loaded again. */
  dispose(): Promise<void>;
  /** What it takes now, MB. */
  sizeMb(): Promise<number>;
}

/** Time and timers, so that tests need not wait. */
export interface ManagerClock {
  /** Milliseconds that never run backwards. */
  now(): number;
  /** Calls back once, and doesn't keep the process alive for it. Returns what cancels it. */
  after(ms: number, callback: () => void): () => void;
}

export const processClock: ManagerClock = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export interface ModelManagerOptions {
  capMb: number;
  idleMs: number;
  clock?: ManagerClock;
  log: (line: string) => void;
}

/** A model as its owner uses it. */
export interface ManagedModel {
  /**
   * Loads the model if need be and keeps it for as long as `work` takes.
   * @throws what loading or `work` throws
   */
  use<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Keeps the model between uses, while something half done is in it. A caller that forgets to let go loses it after the
   * idle time all the same. Returns what lets go.
   */
  hold(): () => void;
  /** The model has gone by itself, with its thread. */
  lost(): void;
}

export interface ModelState {
  name: string;
  loaded: boolean;
  inUse: boolean;
  mb: number;
}

interface Entry {
  readonly model: Model;
  /** Something of it may be in memory: true from the start of loading to the end of disposal. */
  present: boolean;
  loaded: boolean;
  loading: Promise<void> | null;
  disposing: Promise<void> | null;
  running: number;
  readonly holds: Set<symbol>;
  /** As measured last; kept when unloaded, since it says what room the next loading needs. */
  mb: number;
  usedAt: number;
  /** Position in the order of use; two uses may fall into one millisecond. */
  turn: number;
}

export class ModelManager {
  readonly #capMb: number;
  readonly #idleMs: number;
  readonly #clock: ManagerClock;
  readonly #log: (line: string) => void;
  readonly #entries: Entry[] = [];
  #turn = 0;
  #cancelTimer: (() => void) | null = null;

  constructor({ capMb, idleMs, clock, log }: ModelManagerOptions) {
    this.#capMb = capMb;
    this.#idleMs = idleMs;
    this.#clock = clock ?? processClock;
    this.#log = log;
  }

  get models(): ModelState[] {
    return this.#entries.map((entry) => ({
      name: entry.model.name,
      loaded: entry.loaded,
      inUse: this.#isPinned(entry),
      mb: entry.present ? entry.mb : 0,
    }));
  }

  register(model: Model): ManagedModel {
    const entry: Entry = {
      model,
      present: false,
      loaded: false,
      loading: null,
      disposing: null,
      running: 0,
      holds: new Set(),
      mb: 0,
      usedAt: Number.NEGATIVE_INFINITY,
      turn: 0,
    };
    this.#entries.push(entry);
    return {
      use: (work) => this.#use(entry, work),
      hold: () => this.#hold(entry),
      lost: () => {
        entry.loaded = false;
        entry.present = entry.loading !== null;
      },
    };
  }

  async #use<T>(entry: Entry, work: () => Promise<T>): Promise<T> {
    // Counted before anything is awaited: from here on nothing starts to unload it.
    entry.running += 1;
    this.#touch(entry);
    try {
      while (entry.disposing) await entry.disposing;
      if (entry.loading || !entry.loaded) await (entry.loading ??= this.#load(entry));
      return await work();
    } finally {
      entry.running -= 1;
      this.#touch(entry);
      void this.#settle(entry);
    }
  }

  #hold(entry: Entry): () => void {
    const hold = Symbol();
    entry.holds.add(hold);
    this.#touch(entry);
    return () => {
      if (!entry.holds.delete(hold)) return;
      this.#touch(entry);
      void this.#settle(entry);
    };
  }

  async #load(entry: Entry): Promise<void> {
    try {
      entry.present = true;
      this.#makeRoom();
      await entry.model.load();
      entry.loaded = true;
      await this.#measure(entry);
      this.#makeRoom();
    } finally {
      entry.loading = null;
    }
  }

  /** After a use: the model may have grown, and its idleness begins. */
  async #settle(entry: Entry): Promise<void> {
    this.#armTimer();
    await this.#measure(entry);
    this.#makeRoom();
  }

  async #measure(entry: Entry): Promise<void> {
    const mb = await entry.model.sizeMb().catch(() => 0);
    // Something that has been unloaded meanwhile measures as nothing, which says nothing about the next time.
    if (mb > 0) entry.mb = mb;
  }

  #makeRoom(): void {
    for (;;) {
      const taken = this.#entries.reduce((sum, one) => sum + (one.present && !one.disposing ? one.mb : 0), 0);
      if (taken <= this.#capMb) return;
      const oldest = this.#evictable().sort((a, b) => a.turn - b.turn)[0];
      if (!oldest) return;
      this.#putAway(oldest, `to make room, ${Math.round(taken)} of ${this.#capMb} MB taken`);
    }
  }

  #evictable(): Entry[] {
    return this.#entries.filter((entry) => entry.present && !entry.disposing && !this.#isPinned(entry));
  }

  #isPinned(entry: Entry): boolean {
    return entry.running > 0 || (entry.holds.size > 0 && this.#clock.now() - entry.usedAt < this.#idleMs);
  }

  #putAway(entry: Entry, why: string): void {
    entry.loaded = false;
    entry.holds.clear();
    this.#log(`model ${entry.model.name}: ${why}, ${Math.round(entry.mb)} MB unloaded`);
    entry.disposing = this.#dispose(entry);
  }

  async #dispose(entry: Entry): Promise<void> {
    try {
      await entry.model.dispose();
    } catch (error) {
      this.#log(`model ${entry.model.name}: ${String(error)}`);
    }
    entry.present = false;
    entry.disposing = null;
  }

  #touch(entry: Entry): void {
    this.#turn += 1;
    entry.turn = this.#turn;
    entry.usedAt = this.#clock.now();
  }

  /** One timer for all, at the moment when the first of them may have been idle for long enough. */
  #armTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const waiting = this.#entries.filter((entry) => entry.present && !entry.disposing && entry.running === 0);
    if (waiting.length === 0) return;
    const first = Math.min(...waiting.map((entry) => entry.usedAt)) + this.#idleMs;
    this.#cancelTimer = this.#clock.after(Math.max(1, Math.ceil(first - this.#clock.now())), () => {
      this.#cancelTimer = null;
      const now = this.#clock.now();
      for (const entry of this.#evictable())
        if (now - entry.usedAt >= this.#idleMs) this.#putAway(entry, 'idle');
      this.#armTimer();
    });
  }
}
