import type { Message } from '../../core/messages/message.ts';
import type { PlanBlock, ProblemTask } from '../../core/problem.ts';
import { WEEKDAYS } from '../../core/time/week.ts';
import { addDays, localOf, weekdayOf } from '../../core/time/zoned.ts';
import { MINUTE, MinuteGrid } from './minute-grid.ts';

/**
 * Whether the sentences about a plan are true, checked from what each of them means: from the wall clock, the task and the
 * plan as a person sees them, sharing no code with what makes the sentences. A key without a clause here is a mistake.
 */

type Params = Message['params'];
type Clause = (grid: MinuteGrid, block: PlanBlock, task: ProblemTask, params: Params) => boolean;

/** What is false of the sentences about one block; empty when all are true. */
export function falseClaims(grid: MinuteGrid, block: PlanBlock, messages: readonly Message[]): string[] {
  const task = grid.problem.tasks.find(({ id }) => id === block.taskId)!;
  return messages.flatMap(({ key, params }) => {
    const clause = clauses[key];
    if (!clause) return [`${key} has no clause`];
    return clause(grid, block, task, params)
      ? []
      : [`${key} ${JSON.stringify(params)} of ${task.id} at ${block.start}`];
  });
}

const isPin =
  (by: ProblemTask['pinBy']): Clause =>
  (_, block, task) =>
    (task.pinBy ?? 'hand') === by && task.pinnedStart === block.start;
const length = (grid: MinuteGrid, block: PlanBlock): number => grid.at(block.end) - grid.at(block.start);
const hourOf = (block: PlanBlock): number => Number(block.start.slice(11, 13));
const minuteOfDay = (local: string): number => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
const hasDeadline = ({ due, dueBy }: ProblemTask): boolean =>
  due !== undefined && (dueBy === undefined || dueBy === 'deadline');

/** Another task, as the sentence names it, that stands before the block on its day and is as it says. */
const other =
  (holds: (other: ProblemTask, task: ProblemTask, params: Params, grid: MinuteGrid) => boolean): Clause =>
  (grid, block, task, params) =>
    grid
      .named(params['other'])
      .some(
        (one) =>
          one.id !== task.id &&
          holds(one, task, params, grid) &&
          grid
            .blocksOf(one.id)
            .some(({ start, end }) => end <= block.start && start.slice(0, 10) === block.start.slice(0, 10)),
      );
const otherPin = (by: ProblemTask['pinBy']): Clause =>
  other((one, _, { at }) => (one.pinBy ?? 'hand') === by && one.pinnedStart === at);

/** When the part could begin at the earliest for reasons of its own. */
function boundOf(grid: MinuteGrid, block: PlanBlock, task: ProblemTask): number {
  if (block.part > 1) return grid.at(grid.blocksOf(task.id).find(({ part }) => part === block.part - 1)!.end);
  const { earliest } = task;
  const own = earliest === undefined ? 0 : grid.at(earliest.length > 10 ? earliest : `${earliest}T00:00`);
  const waits = (task.dependsOn ?? []).map((id) => grid.endOf(id)).filter(Number.isFinite);
  return Math.max(0, own, ...waits);
}

function longestBefore(grid: MinuteGrid, block: PlanBlock, task: ProblemTask): number {
  const taken = block.part === 1 ? grid.seriesDays(task) : [];
  const runs = grid.freeRuns(task, boundOf(grid, block, task), grid.at(block.start));
  return Math.max(
    0,
    ...runs.filter(([from]) => !taken.includes(grid.local(from).slice(0, 10))).map(([from, to]) => to - from),
  );
}

/** The plan with the block at another, earlier place; null when that place is not free or not allowed. */
function movedTo(
  grid: MinuteGrid,
  block: PlanBlock,
  task: ProblemTask,
  when: unknown,
): { grid: MinuteGrid; block: PlanBlock } | null {
  const from = grid.at(String(when));
  const to = from + length(grid, block);
  if (from >= grid.at(block.start) || from < boundOf(grid, block, task)) return null;
  if (block.part === 1 && grid.seriesDays(task).includes(String(when).slice(0, 10))) return null;
  if (!grid.freeRuns(task, from, to, undefined).some(([a, b]) => a <= from && to <= b)) return null;
  const moved = {
    ...block,
    start: grid.local(from),
    end: localOf(grid.now + to * MINUTE, grid.problem.tz),
  };
  const blocks = grid.plan.blocks.map((one) => (one === block ? moved : one));
  return { grid: new MinuteGrid(grid.problem, { blocks }), block: moved };
}

const worse =
  (measure: (grid: MinuteGrid, block: PlanBlock, task: ProblemTask) => number): Clause =>
  (grid, block, task, { when }) => {
    const moved = movedTo(grid, block, task, when);
    return moved !== null && measure(moved.grid, moved.block, task) > measure(grid, block, task) + 1e-9;
  };

/** Runs of blocks without an appointment between them, and whether a break of some minutes parts two blocks. */
function rows(grid: MinuteGrid): PlanBlock[][] {
  const blocks = grid.plan.blocks.toSorted((a, b) => grid.at(a.start) - grid.at(b.start));
  const rows: PlanBlock[][] = [];
  for (const block of blocks) {
    const last = rows.at(-1)?.at(-1);
    const parted = !last || !openBetween(grid, last.end, block.start);
    if (parted) rows.push([block]);
    else rows.at(-1)!.push(block);
  }
  return rows;
}

/** Whether the time between two blocks is all open to someone: no appointment and no closed hour lies in it. */
function openBetween(grid: MinuteGrid, from: string, to: string): boolean {
  const anybody = grid.problem.tasks.filter(({ ownHours }) => ownHours);
  const open = [
    { ...grid.problem.tasks[0]!, windows: undefined, ownHours: undefined } as ProblemTask,
    ...anybody,
  ];
  const bare = grid.bare();
  const [a, b] = [grid.at(from), grid.at(to)];
  if (a >= b) return true;
  const free = new Set(
    open.flatMap((task) =>
      bare.freeRuns(task, a, b).flatMap(([x, y]) => Array.from({ length: y - x }, (_, i) => x + i)),
    ),
  );
  return free.size === b - Math.max(0, a);
}

function switches(grid: MinuteGrid): number {
  const price = grid.problem.profile?.switchCostMin ?? 10;
  const project = (id: string): string | undefined =>
    grid.problem.tasks.find((task) => task.id === id)?.project;
  let lost = 0;
  for (const row of rows(grid))
    row.slice(1).forEach((block, i) => {
      const [a, b] = [row[i]!.taskId, block.taskId];
      if (a === b || (project(a) !== undefined && project(a) === project(b))) return;
      lost += project(a) === undefined && project(b) === undefined ? price / 2 : price;
    });
  return lost;
}

function overFocus(grid: MinuteGrid): number {
  const { focusMin = 90, breakMin = 10 } = grid.problem.profile ?? {};
  let over = 0;
  for (const row of rows(grid)) {
    let from = grid.at(row[0]!.start);
    let to = from;
    for (const { start, end } of row) {
      if (grid.at(start) - to >= breakMin) {
        over += Math.max(0, to - from - focusMin);
        from = grid.at(start);
      }
      to = grid.at(end);
    }
    over += Math.max(0, to - from - focusMin);
  }
  return over;
}

function energyMissed(grid: MinuteGrid, block: PlanBlock, task: ProblemTask): number {
  const byHour = grid.problem.profile?.energyByHour;
  if (!byHour || (task.energy !== 'high' && task.energy !== 'low')) return 0;
  let had = 0;
  for (let i = Math.max(0, grid.at(block.start)); i < grid.at(block.end); i++)
    had += byHour[Number(grid.local(i).slice(11, 13))]!;
  return task.energy === 'high' ? length(grid, block) - had : had;
}

function wrongSide(grid: MinuteGrid, block: PlanBlock, { energy, durationMin }: ProblemTask): number {
  const kept = (grid.problem.focusTime ?? []).map(
    ({ start, end }) => [grid.at(start), grid.at(end)] as const,
  );
  let inside = 0;
  for (let i = grid.at(block.start); i < grid.at(block.end); i++)
    if (kept.some(([a, b]) => a <= i && i < b)) inside += 1;
  if (energy === 'high') return length(grid, block) - inside;
  return energy === 'low' || (energy === undefined && durationMin <= 30) ? inside : 0;
}

function nearEvents(grid: MinuteGrid, block: PlanBlock): number {
  const wanted = Math.ceil(grid.problem.profile?.bufferMin ?? 5);
  let near = 0;
  for (let i = grid.at(block.start); i < grid.at(block.end); i++) {
    const isNear = grid.problem.events.some(({ start, end, travelBeforeMin = 0, travelAfterMin = 0 }) => {
      if (end < start) return false;
      const from = grid.at(start) - Math.ceil(end > start ? travelBeforeMin : 0);
      const to = grid.at(end) + Math.ceil(end > start ? travelAfterMin : 0);
      return from - wanted <= i && i < to + wanted;
    });
    if (isNear) near += 1;
  }
  return near;
}

function heldOn(grid: MinuteGrid, day: string): number {
  const dayFrom = Math.max(0, grid.at(`${day}T00:00`));
  const dayTo = grid.at(`${addDays(day, 1)}T00:00`);
  return grid.plan.blocks
    .filter(({ taskId }) => !grid.problem.tasks.find(({ id }) => id === taskId)?.ownHours)
    .reduce(
      (sum, { start, end }) =>
        sum + Math.max(0, Math.min(dayTo, grid.at(end)) - Math.max(dayFrom, grid.at(start))),
      0,
    );
}

/** What each sentence claims. */
export const clauses: Readonly<Record<string, Clause>> = {
  'plan.here.pinned': isPin('hand'),
  'plan.here.atTime': (...all) => isPin('time')(...all) && all[3]['at'] === all[1].start,
  'plan.here.running': isPin('running'),
  'plan.here.kept': isPin('kept'),
  'plan.here.beforeDue': (grid, _, task, { due, spareMin, days }) => {
    const end = grid.endOf(task.id);
    const last = grid.local(end - 1).slice(0, 10);
    const rightDays = days === null ? task.due!.length > 10 : addDays(last, Number(days)) === task.due;
    return (
      hasDeadline(task) &&
      task.due === due &&
      grid.dueOf(task) - end === spareMin &&
      Number(spareMin) >= 0 &&
      rightDays
    );
  },
  'plan.here.late': (grid, _, task, { due }) =>
    hasDeadline(task) && task.due === due && grid.endOf(task.id) > grid.dueOf(task),
  'plan.here.onDay': (_, block, task, { day }) => task.chosenDay === day && block.start.slice(0, 10) === day,
  'plan.here.afterDay': ({ problem }, block, task, { day, because }) => {
    if (task.chosenDay !== day || block.start.slice(0, 10) <= String(day)) return false;
    const hours = problem.workingHours;
    const none = hours !== 'always' && !hours[WEEKDAYS[weekdayOf(String(day)) - 1]!]?.length;
    if (because === 'passed') return String(day) < problem.now.slice(0, 10);
    return because === 'noHours' ? none : because === 'later';
  },
  'plan.here.series': (grid, block, task) =>
    task.series !== undefined &&
    !(block.part === 1 && grid.seriesDays(task).includes(block.start.slice(0, 10))),
  'plan.here.energyHigh': ({ problem }, block, task, { hour }) =>
    task.energy === 'high' && hour === hourOf(block) && problem.profile!.energyByHour![hourOf(block)]! >= 0.7,
  'plan.here.energyLow': ({ problem }, block, task, { hour }) =>
    task.energy === 'low' && hour === hourOf(block) && problem.profile!.energyByHour![hourOf(block)]! <= 0.5,
  'plan.here.focusTime': ({ problem }, block, task) =>
    task.energy === 'high' &&
    problem.focusTime!.some(({ start, end }) => start <= block.start && block.end <= end),
  'plan.here.preferred': (_, block, task, { hour }) =>
    task.preferred?.hour === hour && Math.abs(minuteOfDay(block.start) - Number(hour) * 60) <= 60,
  'plan.here.sameProject': (grid, block, task, { project, other: name }) =>
    task.project === project &&
    grid
      .named(name)
      .some(
        (one) =>
          one.id !== task.id &&
          one.project === project &&
          grid.blocksOf(one.id).some(({ start, end }) => end === block.start || start === block.end),
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
  'plan.here.piece': (grid, block, task, { minutes, ofMinutes }) =>
    length(grid, block) === minutes &&
    Math.ceil(task.durationMin) === ofMinutes &&
    Number(minutes) < Number(ofMinutes),
  'plan.here.firstFree': (grid, block, task) =>
    !grid
      .freeRuns(task, boundOf(grid, block, task), grid.at(block.start))
      .some(([from, to]) => to - from >= length(grid, block)),
  'plan.here.room': () => true,

  'plan.earlier.pinned': isPin('hand'),
  'plan.earlier.atTime': isPin('time'),
  'plan.earlier.running': isPin('running'),
  'plan.earlier.kept': isPin('kept'),
  'plan.earlier.now': (grid, block) => grid.at(block.start) <= 0,
  'plan.earlier.spread': (_, block, task, { from }) =>
    task.series !== undefined && task.earliest === from && String(from) <= block.start,
  'plan.earlier.earliest': (_, block, task, { from }) =>
    task.earliest === from && String(from) <= block.start,
  'plan.earlier.chosenDay': (_, block, task, { day }) =>
    task.chosenDay === day && task.earliest === day && String(day) <= block.start,
  'plan.earlier.dependency': (grid, block, task, { other: name, until }) =>
    grid
      .named(name)
      .some(({ id }) => task.dependsOn?.includes(id) && grid.endOf(id) === grid.at(String(until))) &&
    grid.at(String(until)) <= grid.at(block.start),
  'plan.earlier.partBefore': (grid, block) =>
    grid.blocksOf(block.taskId).some(({ start }) => start < block.start),
  'plan.earlier.event': ({ problem }, block, _, { event, until, travelMin }) =>
    String(until) <= block.start &&
    problem.events.some(
      ({ id, title, end, travelAfterMin = 0 }) =>
        (title ?? id) === event && end === until && Math.ceil(travelAfterMin) === travelMin,
    ),
  'plan.earlier.hours': (grid, block, _, { from }) =>
    from === block.start &&
    grid.problem.workingHours !== 'always' &&
    grid.opensAt(grid.problem.workingHours, block.start),
  'plan.earlier.window': (grid, block, task, { from }) =>
    from === block.start && grid.opensAt(task.windows, block.start),
  'plan.earlier.otherPinned': otherPin('hand'),
  'plan.earlier.otherAtTime': otherPin('time'),
  'plan.earlier.otherRunning': otherPin('running'),
  'plan.earlier.otherKept': otherPin('kept'),
  'plan.earlier.otherDueSooner': other(
    (one, task, { due }, grid) =>
      hasDeadline(one) && hasDeadline(task) && one.due === due && grid.dueOf(one) < grid.dueOf(task),
  ),
  'plan.earlier.otherDue': other(
    (one, task, { due }) => hasDeadline(one) && !hasDeadline(task) && one.due === due,
  ),
  'plan.earlier.otherPriority': other(
    (one, task, { priority }) => (one.priority ?? 4) === priority && Number(priority) < (task.priority ?? 4),
  ),
  'plan.earlier.otherThere': other(() => true),
  'plan.earlier.series': (grid, block, task, { other: name, day }) =>
    String(day) <= block.start &&
    grid
      .named(name)
      .some(
        (one) =>
          one.id !== task.id &&
          one.series === task.series &&
          grid.blocksOf(one.id).some(({ start }) => start.startsWith(String(day))),
      ),
  'plan.earlier.gapsTooShort': (grid, block, task, { longestMin, neededMin, since }) => {
    const bound = boundOf(grid, block, task);
    return (
      (since === null ? bound === 0 : grid.at(String(since)) === bound) &&
      length(grid, block) === neededMin &&
      longestBefore(grid, block, task) === longestMin &&
      Number(longestMin) < Number(neededMin)
    );
  },
  'plan.earlier.nothingFree': (grid, block, task, { since }) => {
    const bound = boundOf(grid, block, task);
    return (
      (since === null ? bound === 0 : grid.at(String(since)) === bound) &&
      longestBefore(grid, block, task) === 0
    );
  },
  'plan.earlier.couldMove': (grid, block, task, { when }) => movedTo(grid, block, task, when) !== null,
  'plan.earlier.worse.energy': worse(energyMissed),
  'plan.earlier.worse.switching': worse(switches),
  'plan.earlier.worse.buffers': worse(nearEvents),
  'plan.earlier.worse.focus': worse(overFocus),
  'plan.earlier.worse.focusTime': worse(wrongSide),
  'plan.earlier.worse.load': (grid, block, task, { when, heldMin, usualMin }) => {
    const moved = movedTo(grid, block, task, when);
    const day = String(when).slice(0, 10);
    const usual = grid.problem.profile?.capacityMin?.[WEEKDAYS[weekdayOf(day) - 1]!];
    if (!moved || usual === undefined) return false;
    // Of today, only a share is left.
    const right =
      day === grid.problem.now.slice(0, 10) ? Number(usualMin) <= usual : Math.round(usual) === usualMin;
    return (
      right &&
      Math.abs(heldOn(moved.grid, day) - Number(heldMin)) < 1e-9 &&
      Number(heldMin) > Number(usualMin)
    );
  },
  'plan.earlier.worse.preferred': worse((_, block, task) =>
    Math.abs(minuteOfDay(block.start) - (task.preferred?.hour ?? 0) * 60),
  ),
  'plan.earlier.worse.stability': ({ problem }, block, task) =>
    problem.previous!.some(({ taskId, start }) => taskId === task.id && start === block.start),
};
