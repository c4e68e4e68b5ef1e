import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModelManager, type ManagedModel, type ManagerClock, type Model } from './model-manager.ts';

const IDLE_MS = 1_000;
const CAP_MB = 100;

/** Time that stands until it is moved on. */
class FakeClock implements ManagerClock {
  #now = 0;
  #timers = new Map<symbol, { at: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = Symbol();
    this.#timers.set(timer, { at: this.#now + ms, callback });
    return () => this.#timers.delete(timer);
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!next) break;
      const [timer, { at, callback }] = next;
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, at);
      callback();
      await settled();
    }
    this.#now = end;
    await settled();
  }
}

/** Lets everything that waits for nothing but other promises go on. */
function settled(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

class FakeModel implements Model {
  readonly name: string;
  readonly events: string[];
  mb: number;
  present = false;
  users = 0;
  failure: Error | null = null;

  constructor(name: string, mb: number, events: string[] = []) {
    this.name = name;
    this.mb = mb;
    this.events = events;
  }

  async load(): Promise<void> {
    this.events.push(`load ${this.name}`);
    await Promise.resolve();
    if (this.failure) throw this.failure;
    this.present = true;
  }

  async dispose(): Promise<void> {
    if (this.users > 0) throw new Error(`${this.name} is in use`);
    this.events.push(`dispose ${this.name}`);
    this.present = false;
    await Promise.resolve();
  }

  async sizeMb(): Promise<number> {
    return this.present ? this.mb : 0;
  }
}

function setUp(sizes: Record<string, number>) {
  const clock = new FakeClock();
  const lines: string[] = [];
  const events: string[] = [];
  const manager = new ModelManager({
    capMb: CAP_MB,
    idleMs: IDLE_MS,
    clock,
    log: (line) => lines.push(line),
  });
  const models = Object.entries(sizes).map(([name, mb]) => new FakeModel(name, mb, events));
  const handles = new Map(models.map((model) => [model.name, manager.register(model)]));
  const use = async (name: string): Promise<void> => {
    await handles.get(name)?.use(async () => {});
    await settled();
  };
  const loaded = (): string[] => models.filter((model) => model.present).map((model) => model.name);
  return { clock, lines, events, manager, models, handles, use, loaded };
}

/** A use that lasts until it is ended. */
function longUse(handle: ManagedModel): { end: () => Promise<void> } {
  let finish: () => void = () => {};
  const using = handle.use(() => new Promise<void>((done) => (finish = done)));
  return {
    end: async () => {
      await settled();
      finish();
      await using;
      await settled();
    },
  };
}

describe('ModelManager', () => {
  it('loads at the first use, once for all who wait, and tells what it takes', async () => {
    const { manager, handles, events } = setUp({ a: 30 });
    expect(manager.models).toEqual([{ name: 'a', loaded: false, inUse: false, mb: 0 }]);
    const answers = await Promise.all([1, 2, 3].map((n) => handles.get('a')?.use(async () => n)));
    expect(answers).toEqual([1, 2, 3]);
    expect(events).toEqual(['load a']);
    expect(manager.models).toEqual([{ name: 'a', loaded: true, inUse: false, mb: 30 }]);
  });

  it('unloads what lay idle, counted from the last use, and loads it again without a word to the caller', async () => {
    const { clock, use, events, lines } = setUp({ a: 30, b: 30 });
    await use('a');
    await use('b');
    await clock.advance(IDLE_MS - 1);
    await use('b');
    await clock.advance(1);
    expect(events).toEqual(['load a', 'load b', 'dispose a']);
    expect(lines.join()).toContain('model a: idle, 30 MB unloaded');
    await clock.advance(IDLE_MS);
    expect(events.at(-1)).toBe('dispose b');
    await use('a');
    expect(events.at(-1)).toBe('load a');
  });

  it('makes room by putting away the least recently used', async () => {
    const { use, loaded, lines } = setUp({ a: 40, b: 40, c: 40 });
    await use('a');
    await use('b');
    await use('a');
    await use('c');
    expect(loaded()).toEqual(['a', 'c']);
    expect(lines.join()).toContain('model b: to make room');
  });

  it('makes room before it loads what it has measured once', async () => {
    const { use, events, loaded } = setUp({ a: 60, b: 60 });
    await use('a');
    await use('b');
    expect(loaded()).toEqual(['b']);
    events.length = 0;
    await use('a');
    expect(events).toEqual(['dispose b', 'load a']);
  });

  it('notices what grows while it is loaded', async () => {
    const { use, models, loaded } = setUp({ a: 40, b: 40 });
    await use('a');
    await use('b');
    models[1]!.mb = 80;
    await use('b');
    expect(loaded()).toEqual(['b']);
  });

  it('never unloads what is in use, however long and however large', async () => {
    const { clock, handles, use, loaded } = setUp({ a: 90, b: 90 });
    const long = longUse(handles.get('a')!);
    await use('b');
    await clock.advance(10 * IDLE_MS);
    expect(loaded()).toEqual(['a']);
    await long.end();
    await clock.advance(IDLE_MS);
    expect(loaded()).toEqual([]);
  });

  it('keeps what is half done between two uses, unless it was forgotten', async () => {
    const { clock, handles, use, loaded } = setUp({ a: 60, b: 60 });
    const release = handles.get('a')!.hold();
    await use('a');
    await use('b');
    expect(loaded()).toEqual(['a']);
    release();
    await use('b');
    expect(loaded()).toEqual(['b']);
    handles.get('b')!.hold();
    await clock.advance(IDLE_MS);
    expect(loaded()).toEqual([]);
    release();
    expect(loaded()).toEqual([]);
  });

  it('passes a failed loading on and tries again', async () => {
    const { models, handles, use, loaded } = setUp({ a: 10 });
    models[0]!.failure = new Error('no such file');
    await expect(handles.get('a')!.use(async () => 1)).rejects.toThrow('no such file');
    models[0]!.failure = null;
    await use('a');
    expect(loaded()).toEqual(['a']);
  });

  it('loads again what has gone by itself', async () => {
    const { handles, use, events } = setUp({ a: 10 });
    await use('a');
    handles.get('a')!.lost();
    await use('a');
    expect(events).toEqual(['load a', 'load a']);
  });

  it('waits for the end of a disposal before it loads again', async () => {
    const { clock, handles, models, events } = setUp({ a: 10 });
    let finish: () => void = () => {};
    models[0]!.dispose = () => {
      events.push('disposing');
      return new Promise((done) => (finish = done));
    };
    await handles.get('a')!.use(async () => {});
    await clock.advance(IDLE_MS);
    const using = handles.get('a')!.use(async () => void events.push('used'));
    await settled();
    expect(events).toEqual(['load a', 'disposing']);
    finish();
    await using;
    expect(events).toEqual(['load a', 'disposing', 'load a', 'used']);
  });

  it('holds the cap whenever something could go, whatever happens', async () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('use'), model: fc.nat(4), grows: fc.integer({ min: 0, max: 30 }) }),
        fc.record({ kind: fc.constant('begin'), model: fc.nat(4), grows: fc.constant(0) }),
        fc.record({ kind: fc.constant('end'), model: fc.nat(4), grows: fc.constant(0) }),
        fc.record({ kind: fc.constant('wait'), model: fc.nat(4), grows: fc.nat(IDLE_MS) }),
      ),
      { maxLength: 40 },
    );
    const sizes = fc.array(fc.integer({ min: 5, max: 70 }), { minLength: 5, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(sizes, steps, async (mb, list) => {
        const broken = await play(Object.fromEntries(mb.map((size, i) => [`m${i}`, size])), list);
        expect(broken).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

/** Plays random uses and looks after each step which of the rules is broken. */
async function play(
  sizes: Record<string, number>,
  steps: readonly { kind: string; model: number; grows: number }[],
): Promise<string[]> {
  const { clock, models, handles, lines, manager } = setUp(sizes);
  const open = new Map<string, { end: () => Promise<void> }>();
  const usedAt = new Map<string, number>();
  const broken: string[] = [];
  const rule = (holds: boolean, name: string): void => void (holds || broken.push(name));
  for (const { kind, model: index, grows } of steps) {
    const model = models[index]!;
    const handle = handles.get(model.name)!;
    if (kind === 'wait') await clock.advance(grows);
    if (kind === 'use') {
      model.mb += grows;
      await handle.use(async () => rule(model.present, 'what is used is loaded'));
      usedAt.set(model.name, clock.now());
    }
    if (kind === 'begin' && !open.has(model.name)) {
      open.set(model.name, longUse(handle));
      model.users += 1;
    }
    const ending = kind === 'end' ? open.get(model.name) : undefined;
    if (ending) {
      model.users = 0;
      await ending.end();
      open.delete(model.name);
      usedAt.set(model.name, clock.now());
    }
    await settled();
    const present = models.filter((one) => one.present);
    const free = present.filter((one) => !open.has(one.name));
    const taken = present.reduce((sum, one) => sum + one.mb, 0);
    rule(taken <= CAP_MB || free.length === 0, 'under the cap, or all in use');
    for (const one of free) rule(clock.now() - (usedAt.get(one.name) ?? 0) < IDLE_MS, 'idle ones have gone');
    for (const name of open.keys())
      rule(
        present.some((one) => one.name === name),
        'what is in use stays',
      );
    for (const { name, loaded } of manager.models)
      rule(loaded === present.some((one) => one.name === name), 'the manager knows what is loaded');
  }
  rule(!lines.join().includes('is in use'), 'nothing in use is unloaded');
  for (const use of open.values()) await use.end();
  return broken;
}
