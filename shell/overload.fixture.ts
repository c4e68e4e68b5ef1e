import type { Habit } from '../core/domain/habit.ts';
import type { Settings } from '../core/domain/settings.ts';
import type { Task } from '../core/domain/task.ts';
import type { PlanView } from '../core/domain/views.ts';
import { problem as problemSchema, type Plan, type ProblemInput } from '../core/problem.ts';
import { seededRandom } from '../core/random.ts';
import { addDays, instantOf, localOf, weekdayOf } from '../core/time/zoned.ts';
import { missedExchanges } from '../scheduler/testing/verify.ts';
import type { Profile } from './profile-types.ts';
import { WEEKDAYS } from '../core/time/week.ts';

/**
 * Simulates an overfull week through the contract, as a person would (lists arriving, plans looked at, blocks dragged,
 * proposals answered), and has every plan on the way checked by someone who knows only what the contract shows.
 */

const SETTLE_MS = 120_000;
/** What leaving a task out weighs, as docs/decisions/0017 has it: priorities first, a deadline lifts within them. */
const WITHOUT_DEADLINE = { 1: 1024, 2: 64, 3: 8, 4: 1 } as const;
const WITH_DEADLINE = { 1: 1024, 2: 640, 3: 80, 4: 10 } as const;

type ProblemTask = ProblemInput['tasks'][number];

export interface OverloadOptions {
  profile: Profile;
  seed: number;
  /** Tasks typed in all, and in how many batches. */
  tasks: number;
  batches: number;
  /** Lets some time pass between two steps. */
  pass: (minutes: number) => void;
}

/** Exchanges that a plan on the way should have made, in words; and how many tasks were left out at most. */
export async function simulateOverload(
  options: OverloadOptions,
): Promise<{ missed: string[]; plans: number; leftOut: number }> {
  const { profile, seed, batches, pass } = options;
  const { client } = profile;
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const missed: string[] = [];
  let kept: ReadonlySet<string> = new Set();
  let [plans, leftOut] = [0, 0];
  const settled = async (): Promise<PlanView> => {
    if (!(await profile.settle(SETTLE_MS))) throw new Error('planning did not come to rest');
    return client.planning.current();
  };
  /** Answers what is proposed, checks the plan that stands then, and looks at it. */
  const look = async (step: string): Promise<PlanView> => {
    let plan = await settled();
    if (plan.proposal) {
      const accept = random() < 0.6;
      const today = localOf(plan.computedAt!, 'Europe/Berlin').slice(0, 10);
      const seen = plan.blocks.filter(({ start }) => start.startsWith(today));
      kept = accept ? kept : new Set(seen.map(({ taskId }) => taskId));
      await client.planning.answer({ accept });
      plan = await settled();
    }
    plans += 1;
    leftOut = Math.max(leftOut, plan.unscheduled.length);
    for (const one of await exchangesMissed(profile, plan, kept)) missed.push(`${step}: ${one}`);
    await client.planning.seen({ revision: plan.revision });
    pass(1 + Math.floor(random() * 3));
    return plan;
  };

  await client.preferences.update({ horizonDays: 7 });
  await client.habits.create({
    title: 'Run',
    timesPerWeek: 3,
    durationMin: 45,
    window: ['10:00', '12:00'],
    priority: 3,
  });
  const size = Math.ceil(options.tasks / batches);
  for (let batch = 0; batch < batches; batch++) {
    const lines = Array.from({ length: size }, (_, at) => lineOf(batch * size + at, random));
    for await (const _ of await client.tasks.addList({ text: lines.join('\n') })) void _;
    const plan = await look(`list ${batch + 1}`);
    const own = plan.blocks.filter(({ pinned, running }) => !pinned && !running);
    if (own.length === 0) continue;
    const { taskId: id, start } = pick(own);
    const act = Math.floor(random() * 5);
    if (act === 0)
      await client.tasks.pin({ id, start: `${start.slice(0, 11)}${pick(['09:15', '11:00', '15:30'])}` });
    if (act === 1) await client.tasks.defer({ id, until: addDays(start.slice(0, 10), 1) });
    if (act === 2) await client.tasks.update({ id, patch: { priority: pick([1, 2, 3, 4] as const) } });
    if (act === 3)
      await client.events.create({
        title: 'Visit',
        start: `${start.slice(0, 11)}13:00`,
        end: `${start.slice(0, 11)}14:30`,
      });
    if (act === 4) {
      await client.planning.replan({});
      kept = new Set();
    }
    await look(`step ${act} after list ${batch + 1}`);
  }
  return { missed, plans, leftOut };
}

/** A line as people paste it; every length is said, so that nothing hangs on a guess. */
function lineOf(number: number, random: () => number): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const rare = (share: number, word: string): string => (random() < share ? ` ${word}` : '');
  const line = `Item ${number} ${pick([15, 20, 30, 45, 60, 90, 120, 180])}m p${pick([1, 2, 3, 4, 4, 4])}`;
  return (
    line +
    rare(0.12, `by ${pick(['today', 'tomorrow', 'friday', '12 May'])}`) +
    rare(0.1, pick(['today', 'tomorrow', 'on saturday', 'on 6 May'])) +
    rare(0.04, `today at ${pick(['10:00', '14:30', '16:00'])}`) +
    rare(0.06, `#${pick(['Work', 'House'])}`)
  );
}

/** Exchanges that the plan on the screen missed, judged by what the contract tells of tasks, hours and events. */
async function exchangesMissed(
  { client }: Profile,
  plan: PlanView,
  kept: ReadonlySet<string>,
): Promise<string[]> {
  const settings = await client.preferences.get();
  const now = localOf(plan.computedAt!, 'Europe/Berlin');
  const today = now.slice(0, 10);
  const end = addDays(today, settings.horizonDays);
  const { tasks: open } = await client.tasks.list({ limit: 2_000 });
  const { habits } = await client.habits.list();
  const { events } = await client.events.list({ from: today, to: end });
  const starts = new Map(plan.blocks.map(({ taskId, start }) => [taskId as string, start]));
  const known = new Set([...starts.keys(), ...plan.unscheduled.map(({ taskId }) => taskId as string)]);
  const tasks = open.filter(({ id }) => known.has(id));
  const problem = problemSchema.parse({
    now,
    tz: 'Europe/Berlin',
    horizonDays: settings.horizonDays,
    workingHours: settings.workingHours,
    events: events.map(({ id, start, end: until }) => ({ id, start, end: until })),
    tasks: tasks.map((task) => {
      const seen = asSeen(task, { today, settings, habits });
      const start = starts.get(task.id);
      return kept.has(task.id) && start ? { ...seen, pinnedStart: start, splittable: false } : seen;
    }),
  } satisfies ProblemInput);
  // Which of its week's days a session may have is the plan's affair: it may give way, but claims nothing.
  const sessions = new Set<string>(tasks.filter(({ habitId }) => habitId !== null).map(({ id }) => id));
  const unscheduled = plan.unscheduled.filter(({ taskId }) => !sessions.has(taskId));
  const judged: Plan = { score: plan.score!, blocks: plan.blocks, unscheduled, solveMs: 0 };
  return missedExchanges(problem, judged);
}

function asSeen(
  task: Task,
  { today, settings, habits }: { today: string; settings: Settings; habits: readonly Habit[] },
): ProblemTask {
  const { id, title, priority, deadline, deadlineHard, date, durationMin, minChunkMin } = task;
  const pin = task.pinnedStart ?? task.start;
  const habit = habits.find((one) => one.id === task.habitId);
  const promised = deadline !== null || habit !== undefined;
  const begins = [task.earliest, date].filter((day) => day !== null && day >= today).toSorted();
  const hours = settings.workingHours as Exclude<Settings['workingHours'], 'always'>;
  // A day after the deadline opens no day off.
  const isLate = deadline !== null && date !== null && deadline < date;
  const off = date !== null && !isLate && date >= today && !hours[WEEKDAYS[weekdayOf(date) - 1]!]?.length;
  const open = off ? { ...hours, [WEEKDAYS[weekdayOf(date) - 1]!]: [['09:00', '17:30']] } : undefined;
  const window = habit?.window && Object.fromEntries(WEEKDAYS.map((day) => [day, [habit.window]]));
  return {
    id,
    title,
    durationMin: durationMin!,
    importance: (promised ? WITH_DEADLINE : WITHOUT_DEADLINE)[priority],
    splittable: task.splittable && pin === null && durationMin! >= 2 * minChunkMin,
    minChunkMin,
    dependsOn: task.dependsOn,
    ...(begins.length > 0 ? { earliest: begins.at(-1)! } : {}),
    ...(deadline && deadlineHard ? { due: deadline, dueHard: true } : {}),
    ...(pin !== null && instantOf(pin, task.tz) > 0 ? { pinnedStart: pin } : {}),
    ...(open ? { windows: open as ProblemTask['windows'], ownHours: true } : {}),
    ...(window ? { windows: window as ProblemTask['windows'], series: habit.id } : {}),
  };
}
