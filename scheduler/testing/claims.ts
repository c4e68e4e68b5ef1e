import type { Message } from '../../core/messages/message.ts';
import type { PlanBlock, ProblemTask } from '../../core/problem.ts';
import { WEEKDAYS } from '../../core/time/week.ts';
import { addDays, localOf, weekdayOf } from '../../core/time/zoned.ts';
import { MINUTE, World } from './world.ts';

/**
 * Whether the sentences about a plan are true, checked from what each of them means: from the wall clock, the task and the
 * plan as a person sees them, sharing no code with what makes the sentences. A key without a clause here is a mistake.
 */

type Params = Message['params'];
type Clause = (world: World, block: PlanBlock, task: ProblemTask, params: Params) => boolean;

/** What is false of the sentences about one block; empty when all are true. */
export function falseClaims(world: World, block: PlanBlock, messages: readonly Message[]): string[] {
  const task = world.problem.tasks.find(({ id }) => id === block.taskId)!;
  return messages.flatMap(({ key, params }) => {
    const clause = clauses[key];
    if (!clause) return [`${key} has no clause`];
    return clause(world, block, task, params)
      ? []
      : [`${key} ${JSON.stringify(params)} of ${task.id} at ${block.start}`];
  });
}

const isPin =
  (by: ProblemTask['pinBy']): Clause =>
  (_, block, task) =>
    (task.pinBy ?? 'hand') === by && task.pinnedStart === block.start;
const length = (world: World, block: PlanBlock): number => world.at(block.end) - world.at(block.start);
const hourOf = (block: PlanBlock): number => Number(block.start.slice(11, 13));
const minuteOfDay = (local: string): number => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
const hasDeadline = ({ due, dueBy }: ProblemTask): boolean =>
  due !== undefined && (dueBy === undefined || dueBy === 'deadline');

/** Another task, as the sentence names it, that stands before the block on its day and is as it says. */
const other =
  (holds: (other: ProblemTask, task: ProblemTask, params: Params, world: World) => boolean): Clause =>
  (world, block, task, params) =>
    world
      .named(params['other'])
      .some(
        (one) =>
          one.id !== task.id &&
          holds(one, task, params, world) &&
          world
            .blocksOf(one.id)
            .some(({ start, end }) => end <= block.start && start.slice(0, 10) === block.start.slice(0, 10)),
      );
const otherPin = (by: ProblemTask['pinBy']): Clause =>
  other((one, _, { at }) => (one.pinBy ?? 'hand') === by && one.pinnedStart === at);

/** When the part could begin at the earliest for reasons of its own. */
function boundOf(world: World, block: PlanBlock, task: ProblemTask): number {
  if (block.part > 1)
    return world.at(world.blocksOf(task.id).find(({ part }) => part === block.part - 1)!.end);
  const { earliest } = task;
  const own = earliest === undefined ? 0 : world.at(earliest.length > 10 ? earliest : `${earliest}T00:00`);
  const waits = (task.dependsOn ?? []).map((id) => world.endOf(id)).filter(Number.isFinite);
  return Math.max(0, own, ...waits);
}

function longestBefore(world: World, block: PlanBlock, task: ProblemTask): number {
  const taken = block.part === 1 ? world.seriesDays(task) : [];
  const runs = world.freeRuns(task, boundOf(world, block, task), world.at(block.start));
  return Math.max(
    0,
    ...runs
      .filter(([from]) => !taken.includes(world.local(from).slice(0, 10)))
      .map(([from, to]) => to - from),
  );
}

/** The plan with the block at another, earlier place; null when that place is not free or not allowed. */
function movedTo(
  world: World,
  block: PlanBlock,
  task: ProblemTask,
  when: unknown,
): { world: World; block: PlanBlock } | null {
  const from = world.at(String(when));
  const to = from + length(world, block);
  if (from >= world.at(block.start) || from < boundOf(world, block, task)) return null;
  if (block.part === 1 && world.seriesDays(task).includes(String(when).slice(0, 10))) return null;
  if (!world.freeRuns(task, from, to, undefined).some(([a, b]) => a <= from && to <= b)) return null;
  const moved = {
    ...block,
    start: world.local(from),
    end: localOf(world.now + to * MINUTE, world.problem.tz),
  };
  const blocks = world.plan.blocks.map((one) => (one === block ? moved : one));
  return { world: new World(world.problem, { blocks }), block: moved };
}

const worse =
  (measure: (world: World, block: PlanBlock, task: ProblemTask) => number): Clause =>
  (world, block, task, { when }) => {
    const moved = movedTo(world, block, task, when);
    return moved !== null && measure(moved.world, moved.block, task) > measure(world, block, task) + 1e-9;
  };

/** Runs of blocks without an appointment between them, and whether a break of some minutes parts two blocks. */
function rows(world: World): PlanBlock[][] {
  const blocks = world.plan.blocks.toSorted((a, b) => world.at(a.start) - world.at(b.start));
  const rows: PlanBlock[][] = [];
  for (const block of blocks) {
    const last = rows.at(-1)?.at(-1);
    const parted = !last || !openBetween(world, last.end, block.start);
    if (parted) rows.push([block]);
    else rows.at(-1)!.push(block);
  }
  return rows;
}

/** Whether the time between two blocks is all open to someone: no appointment and no closed hour lies in it. */
function openBetween(world: World, from: string, to: string): boolean {
  const anybody = world.problem.tasks.filter(({ ownHours }) => ownHours);
  const open = [
    { ...world.problem.tasks[0]!, windows: undefined, ownHours: undefined } as ProblemTask,
    ...anybody,
  ];
  const bare = world.bare();
  const [a, b] = [world.at(from), world.at(to)];
  if (a >= b) return true;
  const free = new Set(
    open.flatMap((task) =>
      bare.freeRuns(task, a, b).flatMap(([x, y]) => Array.from({ length: y - x }, (_, i) => x + i)),
    ),
  );
  return free.size === b - Math.max(0, a);
}

function switches(world: World): number {
  const price = world.problem.profile?.switchCostMin ?? 10;
  const project = (id: string): string | undefined =>
    world.problem.tasks.find((task) => task.id === id)?.project;
  let lost = 0;
  for (const row of rows(world))
    row.slice(1).forEach((block, i) => {
      const [a, b] = [row[i]!.taskId, block.taskId];
      if (a === b || (project(a) !== undefined && project(a) === project(b))) return;
      lost += project(a) === undefined && project(b) === undefined ? price / 2 : price;
    });
  return lost;
}

function overFocus(world: World): number {
  const { focusMin = 90, breakMin = 10 } = world.problem.profile ?? {};
  let over = 0;
  for (const row of rows(world)) {
    let from = world.at(row[0]!.start);
    let to = from;
    for (const { start, end } of row) {
      if (world.at(start) - to >= breakMin) {
        over += Math.max(0, to - from - focusMin);
        from = world.at(start);
      }
      to = world.at(end);
    }
    over += Math.max(0, to - from - focusMin);
  }
  return over;
}

function energyMissed(world: World, block: PlanBlock, task: ProblemTask): number {
  const byHour = world.problem.profile?.energyByHour;
  if (!byHour || (task.energy !== 'high' && task.energy !== 'low')) return 0;
  let had = 0;
  for (let i = Math.max(0, world.at(block.start)); i < world.at(block.end); i++)
    had += byHour[Number(world.local(i).slice(11, 13))]!;
  return task.energy === 'high' ? length(world, block) - had : had;
}

function wrongSide(world: World, block: PlanBlock, { energy, durationMin }: ProblemTask): number {
  const kept = (world.problem.focusTime ?? []).map(
    ({ start, end }) => [world.at(start), world.at(end)] as const,
  );
  let inside = 0;
  for (let i = world.at(block.start); i < world.at(block.end); i++)
    if (kept.some(([a, b]) => a <= i && i < b)) inside += 1;
  if (energy === 'high') return length(world, block) - inside;
  return energy === 'low' || (energy === undefined && durationMin <= 30) ? inside : 0;
}

function nearEvents(world: World, block: PlanBlock): number {
  const wanted = Math.ceil(world.problem.profile?.bufferMin ?? 5);
  let near = 0;
  for (let i = world.at(block.start); i < world.at(block.end); i++) {
    const isNear = world.problem.events.some(({ start, end, travelBeforeMin = 0, travelAfterMin = 0 }) => {
      if (end < start) return false;
      const from = world.at(start) - Math.ceil(end > start ? travelBeforeMin : 0);
      const to = world.at(end) + Math.ceil(end > start ? travelAfterMin : 0);
      return from - wanted <= i && i < to + wanted;
    });
    if (isNear) near += 1;
  }
  return near;
}

function heldOn(world: World, day: string): number {
  const dayFrom = Math.max(0, world.at(`${day}T00:00`));
  const dayTo = world.at(`${addDays(day, 1)}T00:00`);
  return world.plan.blocks
    .filter(({ taskId }) => !world.problem.tasks.find(({ id }) => id === taskId)?.ownHours)
    .reduce(
      (sum, { start, end }) =>
        sum + Math.max(0, Math.min(dayTo, world.at(end)) - Math.max(dayFrom, world.at(start))),
      0,
    );
}

/** What each sentence claims. */
export const clauses: Readonly<Record<string, Clause>> = {
  'plan.here.pinned': isPin('hand'),
  'plan.here.atTime': (...all) => isPin('time')(...all) && all[3]['at'] === all[1].start,
  'plan.here.running': isPin('running'),
  'plan.here.kept': isPin('kept'),
  'plan.here.beforeDue': (world, _, task, { due, spareMin, days }) => {
    const end = world.endOf(task.id);
    const last = world.local(end - 1).slice(0, 10);
    const rightDays = days === null ? task.due!.length > 10 : addDays(last, Number(days)) === task.due;
    return (
      hasDeadline(task) &&
      task.due === due &&
      world.dueOf(task) - end === spareMin &&
      Number(spareMin) >= 0 &&
      rightDays
    );
  },
  'plan.here.late': (world, _, task, { due }) =>
    hasDeadline(task) && task.due === due && world.endOf(task.id) > world.dueOf(task),
  'plan.here.onDay': (_, block, task, { day }) => task.chosenDay === day && block.start.slice(0, 10) === day,
  'plan.here.afterDay': ({ problem }, block, task, { day, because }) => {
    if (task.chosenDay !== day || block.start.slice(0, 10) <= String(day)) return false;
    const hours = problem.workingHours;
    const none = hours !== 'always' && !hours[WEEKDAYS[weekdayOf(String(day)) - 1]!]?.length;
    if (because === 'passed') return String(day) < problem.now.slice(0, 10);
    return because === 'noHours' ? none : because === 'later';
  },
  'plan.here.series': (world, block, task) =>
    task.series !== undefined &&
    !(block.part === 1 && world.seriesDays(task).includes(block.start.slice(0, 10))),
  'plan.here.energyHigh': ({ problem }, block, task, { hour }) =>
    task.energy === 'high' && hour === hourOf(block) && problem.profile!.energyByHour![hourOf(block)]! >= 0.7,
  'plan.here.energyLow': ({ problem }, block, task, { hour }) =>
    task.energy === 'low' && hour === hourOf(block) && problem.profile!.energyByHour![hourOf(block)]! <= 0.5,
  'plan.here.focusTime': ({ problem }, block, task) =>
    task.energy === 'high' &&
    problem.focusTime!.some(({ start, end }) => start <= block.start && block.end <= end),
  'plan.here.preferred': (_, block, task, { hour }) =>
    task.preferred?.hour === hour && Math.abs(minuteOfDay(block.start) - Number(hour) * 60) <= 60,
  'plan.here.sameProject': (world, block, task, { project, other: name }) =>
    task.project === project &&
    world
      .named(name)
      .some(
        (one) =>
          one.id !== task.id &&
          one.project === project &&
          world.blocksOf(one.id).some(({ start, end }) => end === block.start || start === block.end),
      ),
  'plan.here.priority': (_, __, task, { priority }) => task.priority === priority,
  'plan.here.stayed': ({ problem }, block, task) =>
    problem.previous!.some(
      ({ taskId, start, pulled }) => taskId === task.id && start === block.start && !pulled,
    ),
  'plan.here.pulled': ({ problem }, block, task) =>
    problem.previous!.some(
      ({ taskId, start, pulled }) => taskId === task.id && start === block.start && pulled,
    ),
  'plan.here.piece': (world, block, task, { minutes, ofMinutes }) =>
    length(world, block) === minutes &&
    Math.ceil(task.durationMin) === ofMinutes &&
    Number(minutes) < Number(ofMinutes),
  'plan.here.firstFree': (world, block, task) =>
    !world
      .freeRuns(task, boundOf(world, block, task), world.at(block.start))
      .some(([from, to]) => to - from >= length(world, block)),
  'plan.here.room': () => true,

  'plan.earlier.pinned': isPin('hand'),
  'plan.earlier.atTime': isPin('time'),
  'plan.earlier.running': isPin('running'),
  'plan.earlier.kept': isPin('kept'),
  'plan.earlier.now': (world, block) => world.at(block.start) <= 0,
  'plan.earlier.spread': (_, block, task, { from }) =>
    task.series !== undefined && task.earliest === from && String(from) <= block.start,
  'plan.earlier.earliest': (_, block, task, { from }) =>
    task.earliest === from && String(from) <= block.start,
  'plan.earlier.chosenDay': (_, block, task, { day }) =>
    task.chosenDay === day && task.earliest === day && String(day) <= block.start,
  'plan.earlier.dependency': (world, block, task, { other: name, until }) =>
    world
      .named(name)
      .some(({ id }) => task.dependsOn?.includes(id) && world.endOf(id) === world.at(String(until))) &&
    world.at(String(until)) <= world.at(block.start),
  'plan.earlier.partBefore': (world, block) =>
    world.blocksOf(block.taskId).some(({ start }) => start < block.start),
  'plan.earlier.event': ({ problem }, block, _, { event, until, travelMin }) =>
    String(until) <= block.start &&
    problem.events.some(
      ({ id, title, end, travelAfterMin = 0 }) =>
        (title ?? id) === event && end === until && Math.ceil(travelAfterMin) === travelMin,
    ),
  'plan.earlier.hours': (world, block, _, { from }) =>
    from === block.start &&
    world.problem.workingHours !== 'always' &&
    world.opensAt(world.problem.workingHours, block.start),
  'plan.earlier.window': (world, block, task, { from }) =>
    from === block.start && world.opensAt(task.windows, block.start),
  'plan.earlier.otherPinned': otherPin('hand'),
  'plan.earlier.otherAtTime': otherPin('time'),
  'plan.earlier.otherRunning': otherPin('running'),
  'plan.earlier.otherKept': otherPin('kept'),
  'plan.earlier.otherDueSooner': other(
    (one, task, { due }, world) =>
      hasDeadline(one) && hasDeadline(task) && one.due === due && world.dueOf(one) < world.dueOf(task),
  ),
  'plan.earlier.otherDue': other(
    (one, task, { due }) => hasDeadline(one) && !hasDeadline(task) && one.due === due,
  ),
  'plan.earlier.otherPriority': other(
    (one, task, { priority }) => (one.priority ?? 4) === priority && Number(priority) < (task.priority ?? 4),
  ),
  'plan.earlier.otherThere': other(() => true),
  'plan.earlier.series': (world, block, task, { other: name, day }) =>
    String(day) <= block.start &&
    world
      .named(name)
      .some(
        (one) =>
          one.id !== task.id &&
          one.series === task.series &&
          world.blocksOf(one.id).some(({ start }) => start.startsWith(String(day))),
      ),
  'plan.earlier.gapsTooShort': (world, block, task, { longestMin, neededMin, since }) => {
    const bound = boundOf(world, block, task);
    return (
      (since === null ? bound === 0 : world.at(String(since)) === bound) &&
      length(world, block) === neededMin &&
      longestBefore(world, block, task) === longestMin &&
      Number(longestMin) < Number(neededMin)
    );
  },
  'plan.earlier.nothingFree': (world, block, task, { since }) => {
    const bound = boundOf(world, block, task);
    return (
      (since === null ? bound === 0 : world.at(String(since)) === bound) &&
      longestBefore(world, block, task) === 0
    );
  },
  'plan.earlier.couldMove': (world, block, task, { when }) => movedTo(world, block, task, when) !== null,
  'plan.earlier.worse.energy': worse(energyMissed),
  'plan.earlier.worse.switching': worse(switches),
  'plan.earlier.worse.buffers': worse(nearEvents),
  'plan.earlier.worse.focus': worse(overFocus),
  'plan.earlier.worse.focusTime': worse(wrongSide),
  'plan.earlier.worse.load': (world, block, task, { when, heldMin, usualMin }) => {
    const moved = movedTo(world, block, task, when);
    const day = String(when).slice(0, 10);
    const usual = world.problem.profile?.capacityMin?.[WEEKDAYS[weekdayOf(day) - 1]!];
    if (!moved || usual === undefined) return false;
    // Of today, only a share is left.
    const right =
      day === world.problem.now.slice(0, 10) ? Number(usualMin) <= usual : Math.round(usual) === usualMin;
    return (
      right &&
      Math.abs(heldOn(moved.world, day) - Number(heldMin)) < 1e-9 &&
      Number(heldMin) > Number(usualMin)
    );
  },
  'plan.earlier.worse.preferred': worse((_, block, task) =>
    Math.abs(minuteOfDay(block.start) - (task.preferred?.hour ?? 0) * 60),
  ),
  'plan.earlier.worse.stability': ({ problem }, block, task) =>
    problem.previous!.some(({ taskId, start }) => taskId === task.id && start === block.start),
};
