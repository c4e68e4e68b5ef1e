import { join } from 'node:path';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import type { z } from 'zod';
import { DaymarkError } from '../core/errors.ts';
import { hostileInput, type HostileValues } from './hostile-input.fixture.ts';
import { makeCall, namedCalls } from './local-api/calls.ts';
import type { AppClient } from './rpc.ts';
import { openTestProfile } from './testing.ts';

const READY_MS = 60_000;
const SETTLE_MS = 120_000;
const SOLVE_MS = 50;

/** Calls every procedure of a contract with inputs that nobody means. */

export interface HostileCall {
  name: string;
  input: z.ZodType | null;
  call(input: unknown): Promise<unknown>;
  /** Only in the first so many rounds. */
  rounds?: number;
}

export interface HostileRun {
  calls: readonly HostileCall[];
  values: HostileValues;
  /** Inputs for each call. */
  runs: number;
  seed: number;
  /** Hears of each call after it. */
  onCall?: (name: string, input: unknown, elapsedMs: number) => void;
}

/** Calls that were not answered as they should, each as a line: no answer at all, or an error that is not one of ours. */
export async function attack({ calls, values, runs, seed, onCall }: HostileRun): Promise<string[]> {
  const faults: string[] = [];
  let answered = 0;
  // Round by round, so that what one call left behind meets all others.
  const inputs = calls.map(({ name, input }, at) => ({
    name,
    sample: fc.sample(hostileInput(input, values), { numRuns: runs, seed: seed + at }),
  }));
  for (let round = 0; round < runs; round += 1) {
    for (const [at, { name, call, rounds = runs }] of calls.entries()) {
      if (round >= rounds) continue;
      const input = inputs[at]!.sample[round];
      const from = performance.now();
      try {
        await drained(await call(input));
        answered += 1;
      } catch (error) {
        const code = error instanceof DaymarkError ? error.code : undefined;
        if (code === undefined || code === 'internal')
          faults.push(`${name}(${shown(input)}): ${String(error)}`);
      }
      onCall?.(name, input, performance.now() - from);
    }
  }
  if (answered < calls.length)
    faults.push(`only ${answered} calls were taken: the inputs are too strange to come far`);
  return faults;
}

/** Reads what goes on answering to its end, or its first few pieces where it has none. */
async function drained(answer: unknown): Promise<void> {
  if (typeof answer !== 'object' || answer === null || !(Symbol.asyncIterator in answer)) return;
  let pieces = 0;
  for await (const _ of answer as AsyncIterable<unknown>) if ((pieces += 1) >= 50) break;
}

/** Enough of an input to know it by. */
function shown(input: unknown): string {
  const text = inspect(input, { depth: 4, maxStringLength: 60, maxArrayLength: 4 }).replaceAll(/\s+/g, ' ');
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}

export interface Attack {
  runs: number;
  seed: number;
  onCall?: (name: string, input: unknown, elapsedMs: number) => void;
}

/** Reached by nobody, or nothing that could be read or written. */
const PLACES = [
  '',
  '\0',
  'relative.ics',
  '/nonexistent-daymark/place',
  'file:///etc/passwd',
  'http://127.0.0.1:1/x.ics',
  'https://[::1',
  'webcal://127.0.0.1:1/' + 'x'.repeat(3_000),
  'postgres://127.0.0.1:1/x',
  'javascript:alert(1)',
];

/** Answers without end, or waits as long as it is told to. */
const ENDLESS: ReadonlySet<string> = new Set(['app.changes', 'app.settled', 'desktop.requests']);

/** A caller may give the search for a plan a minute, and here nobody waits for that. */
function hurried(name: string, input: unknown): unknown {
  const asks = name === 'planning.replan' && typeof input === 'object' && input !== null;
  return asks && 'budgetMs' in input ? { ...input, budgetMs: SOLVE_MS } : input;
}

/** After each wrong guess the vault waits longer. */
const GUESSES = 2;

/**
 * Attacks an open profile, then looks whether all of it can still be read, by this owner and by the next. Answers what went
 * wrong, each as a line.
 */
export async function attackProfile({ folder, ...run }: Attack & { folder: string }): Promise<string[]> {
  const profile = await openTestProfile(join(folder, 'profile'));
  let faults: string[];
  try {
    await profile.whenMlReady(READY_MS);
    const ids = await furnished(profile.client);
    const values = { ids, places: [join(folder, 'x'), ...PLACES] };
    const calls = [...namedCalls.values()]
      .filter(({ name }) => !ENDLESS.has(name))
      .map(({ name, input }) => ({
        name,
        input,
        call: (given: unknown) => makeCall(profile.client, { name, input: hurried(name, given) }),
        ...(name.startsWith('vault.') ? { rounds: GUESSES } : {}),
      }));
    faults = await attack({ calls, values, ...run });
    faults.push(...(await unreadable(profile.client, 'afterwards')));
  } finally {
    await profile.close();
  }
  const next = await openTestProfile(join(folder, 'profile'));
  try {
    await next.whenMlReady(READY_MS);
    return [...faults, ...(await unreadable(next.client, 'at the next start'))];
  } finally {
    await next.close();
  }
}

/** One of each thing there is; answers their ids. */
async function furnished(client: AppClient): Promise<string[]> {
  const now = '2027-05-03T09:00';
  const task = await client.tasks.create({ text: 'Prepare slides 45m p1 #Work @deep by friday', now });
  const series = await client.tasks.create({ text: 'Water the plants every day 10m', now });
  const habit = await client.habits.create({ title: 'Run', timesPerWeek: 3, durationMin: 45 });
  const event = await client.events.create({
    title: 'Visit',
    start: '2027-05-03T13:00',
    end: '2027-05-03T14:00',
  });
  const filter = await client.filters.create({ name: 'Mine', query: 'p1' });
  await client.tasks.start({ id: task.id });
  await client.tasks.finish({ id: task.id });
  const { projects } = await client.projects.list({});
  return [task.id, series.id, habit.id, event.id, filter.id, ...projects.map(({ id }) => id)];
}

/** Everything that a person looks at, asked for as the page does; what fails, as lines. */
async function unreadable(client: AppClient, when: string): Promise<string[]> {
  const span = { from: '2027-05-01', to: '2027-06-01' };
  const views: Record<string, () => Promise<unknown>> = {
    'tasks.list': () => client.tasks.list({ status: 'any', limit: 2_000 }),
    'tasks.counts': () => client.tasks.counts(),
    'tasks.steps': () => client.tasks.steps({}),
    'tasks.trash': () => client.tasks.trash(),
    'tasks.search': () => client.tasks.search({ query: 'slides' }),
    'habits.list': () => client.habits.list({}),
    'projects.list': () => client.projects.list({}),
    'filters.list': () => client.filters.list(),
    'events.list': () => client.events.list(span),
    'calendars.list': () => client.calendars.list(),
    'preferences.get': () => client.preferences.get(),
    'vocabulary.list': () => client.vocabulary.list(),
    'insights.get': () => client.insights.get({}),
    'learning.overview': () => client.learning.overview({}),
    'capture.parse': () => client.capture.parse({ text: 'Call Ada tomorrow', seq: 1 }),
    'app.settled': async () => {
      const { settled } = await client.app.settled({ timeoutMs: SETTLE_MS });
      if (!settled) throw new Error('work is left that never ends');
    },
    'planning.replan': () => client.planning.replan({}),
    'planning.current': () => client.planning.current(),
  };
  const faults: string[] = [];
  for (const [name, look] of Object.entries(views))
    await look().catch((error: unknown) => faults.push(`${name} ${when}: ${String(error)}`));
  return faults;
}
