import type { Task } from '../../core/domain/task.ts';
import type { PlannedBlock } from '../../core/domain/views.ts';
import { say, type Message } from '../../core/messages/index.ts';
import type { LocalDateTime } from '../../core/time/schemas.ts';
import type { TrayContent, TrayItem } from '../desktop.ts';

/** What stands in the tray, as a pure function of the plan and the timer. */

/** What of an open profile the tray shows. */
export interface TrayFacts {
  blocks: readonly Pick<PlannedBlock, 'taskId' | 'title' | 'start' | 'end' | 'done'>[];
  running: Pick<Task, 'id' | 'title'> | null;
  /** The person's wall clock. */
  now: LocalDateTime;
  /** Whether this shell has windows for quick add and for focus. */
  windows: boolean;
}

/** What an item does to a task. */
export type TrayDeed = 'start' | 'pause' | 'finish';

const MAX_TITLE = 48;

/** The block that is under way or comes next today, null when none does. */
export function nextBlock<B extends Pick<PlannedBlock, 'start' | 'end' | 'done'>>(
  blocks: readonly B[],
  now: LocalDateTime,
): B | null {
  const today = blocks.filter(
    (block) => !block.done && block.end > now && block.start.slice(0, 10) <= now.slice(0, 10),
  );
  return today.reduce<B | null>(
    (first, block) => (first && first.start <= block.start ? first : block),
    null,
  );
}

/** When what the tray says changes by itself: the next beginning or end of a block after `now`. */
export function nextBoundary(blocks: TrayFacts['blocks'], now: LocalDateTime): LocalDateTime | null {
  const moments = blocks.flatMap(({ start, end }) => [start, end]).filter((moment) => moment > now);
  return moments.reduce<LocalDateTime | null>(
    (first, moment) => (first && first < moment ? first : moment),
    null,
  );
}

/** Null for a profile that is closed: then no task is named. */
export function trayContent(facts: TrayFacts | null): TrayContent {
  const program = [
    item('open', { key: 'desktop.open', params: {} }),
    item('quit', { key: 'desktop.quit', params: {} }),
  ];
  if (facts === null) {
    const line: Message = { key: 'desktop.locked', params: {} };
    return { tooltip: say(line), groups: [[item('line', line, false)], program] };
  }
  const { running, now } = facts;
  const next = nextBlock(facts.blocks, now);
  const line = lineOf(next, now);
  const first: TrayItem[] = [item('line', line, false)];
  if (next && next.taskId !== running?.id)
    first.push(item(`start:${next.taskId}`, deed('start', next.title)));
  const timer = running
    ? [
        item(`pause:${running.id}`, deed('pause', running.title)),
        item(`finish:${running.id}`, deed('finish', running.title)),
      ]
    : [];
  const windows = facts.windows
    ? [
        item('quickAdd', { key: 'desktop.quickAdd', params: {} }),
        item('focus', { key: 'desktop.focus', params: {} }),
      ]
    : [];
  const shown: Message = running ? { key: 'desktop.running', params: { title: short(running.title) } } : line;
  return {
    tooltip: say({ key: 'desktop.tooltip', params: { line: say(shown) } }),
    groups: [first, timer, windows, program].filter((group) => group.length > 0),
  };
}

function lineOf(next: TrayFacts['blocks'][number] | null, now: LocalDateTime): Message {
  if (!next) return { key: 'desktop.nothingNext', params: {} };
  const title = short(next.title);
  return next.start <= now
    ? { key: 'desktop.now', params: { until: next.end.slice(11, 16), title } }
    : { key: 'desktop.next', params: { time: next.start.slice(11, 16), title } };
}

function item(id: string, message: Message, enabled = true): TrayItem {
  return { id, label: say(message), enabled };
}

function deed(kind: TrayDeed, title: string): Message {
  return { key: `desktop.${kind}`, params: { title: short(title) } };
}

function short(title: string): string {
  return title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 1).trimEnd()}…` : title;
}
