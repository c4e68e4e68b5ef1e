import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState, type DragEvent, type KeyboardEvent } from 'react';
import type { Project } from '../../../core/domain/project.ts';
import type { Task } from '../../../core/domain/task.ts';
import { addDays } from '../../../core/time/zoned.ts';
import { openDetails } from '../../actions/open-details.ts';
import { runAction } from '../../actions/run.ts';
import { changeTogether } from '../../actions/selection.ts';
import { orpc } from '../../api/client.ts';
import { useNow, usePlan, useProjects } from '../../api/hooks.ts';
import { show } from '../../state/window.ts';
import { longDay } from '../../wording/format.ts';
import type { TaskListing } from './listing.ts';
import { daysOfMonth, entriesByDay, monthAfter, monthFilter, type MonthEntry } from './month-days.ts';
import styles from './month.module.css';

/** Entries of a day that are shown; a button tells of the others. */
const SHOWN = 3;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const DRAG_TYPE = 'application/x-daymark-month';
/** Most tasks that one month can show. */
const LIMIT = 2_000;

interface Props {
  listing: TaskListing;
  project: Project | undefined;
}

/** Deadlines, days to do it and planned blocks on the days of a month. What is dragged to another day moves there. */
export default function MonthView({ listing, project }: Props) {
  const { today } = useNow();
  const [month, setMonth] = useState(today.slice(0, 7));
  const days = useMemo(() => daysOfMonth(month), [month]);
  const entries = useEntries(days, listing);
  const name = new Date(`${month}-15T12:00Z`).toLocaleDateString('en', { month: 'long', year: 'numeric' });
  return (
    <div className={styles.month}>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.step}
          aria-label="Previous month"
          onClick={() => setMonth(monthAfter(month, -1))}
        >
          ‹
        </button>
        <h2 className={styles.name} aria-live="polite">
          {name}
        </h2>
        <button
          type="button"
          className={styles.step}
          aria-label="Next month"
          onClick={() => setMonth(monthAfter(month, 1))}
        >
          ›
        </button>
        <button type="button" className={styles.now} onClick={() => setMonth(today.slice(0, 7))}>
          This month
        </button>
      </div>
      <div className={styles.weekdays} aria-hidden="true">
        {WEEKDAYS.map((weekday) => (
          <span key={weekday}>{weekday}</span>
        ))}
      </div>
      <div className={styles.days}>
        {days.map((day) => (
          <Day
            key={day}
            day={day}
            today={today}
            outside={day.slice(0, 7) !== month}
            due={project?.deadline === day ? project.name : null}
            entries={entries.get(day) ?? NONE}
          />
        ))}
      </div>
    </div>
  );
}

const NONE: readonly MonthEntry[] = [];

function useEntries(
  days: readonly string[],
  listing: TaskListing,
): ReadonlyMap<string, readonly MonthEntry[]> {
  const { filter, grouping: _grouping, ...rest } = listing;
  const input = { ...rest, filter: monthFilter(days, filter), limit: LIMIT };
  const { data } = useQuery(orpc.tasks.list.queryOptions({ input, placeholderData: keepPreviousData }));
  const { data: plan } = usePlan();
  return useMemo(() => {
    const tasks = data?.tasks ?? [];
    const found = new Set(tasks.map(({ id }) => id));
    const blocks = (plan?.blocks ?? []).filter(({ taskId, projectId }) => {
      if (found.has(taskId)) return true;
      // What a filter leaves out is not shown for having a block.
      if (filter !== undefined) return false;
      return listing.projectId ? projectId === listing.projectId : !listing.inbox || projectId === null;
    });
    return entriesByDay(tasks, blocks);
  }, [data, plan, filter, listing.projectId, listing.inbox]);
}

interface DayProps {
  day: string;
  today: string;
  outside: boolean;
  /** The project that is due on this day. */
  due: string | null;
  entries: readonly MonthEntry[];
}

function Day({ day, today, outside, due, entries }: DayProps) {
  const [all, setAll] = useState(false);
  const [over, setOver] = useState(false);
  const shown = all ? entries : entries.slice(0, SHOWN);
  const label = longDay(day, today);
  // The same is done with Alt and an arrow.
  const taking = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const moved = droppedEntry(event);
      if (!moved) return;
      event.preventDefault();
      moveTo(moved, day);
    },
  };
  return (
    <section
      className={styles.day}
      aria-label={entries.length > 0 ? `${label}, ${entries.length}` : label}
      data-outside={outside || undefined}
      data-today={day === today || undefined}
      data-over={over || undefined}
      {...taking}
    >
      <span className={styles.number}>{Number(day.slice(8))}</span>
      {due && <span className={styles.projectDue}>{due} is due</span>}
      <ul className={styles.entries}>
        {shown.map((entry) => (
          <Entry key={entry.taskId} entry={entry} day={day} />
        ))}
      </ul>
      {entries.length > SHOWN && (
        <button type="button" className={styles.more} onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${entries.length - SHOWN} more`}
        </button>
      )}
    </section>
  );
}

function Entry({ entry, day }: { entry: MonthEntry; day: string }) {
  const { byId } = useProjects();
  const { task, taskId, title, kind, time } = entry;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined || !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    moveTo(entry, addDays(day, step));
  };
  return (
    <li>
      <button
        type="button"
        className={styles.entry}
        data-kind={kind}
        data-row={taskId}
        data-project={byId.get(entry.projectId ?? '')?.colour ?? 'none'}
        draggable
        title={`${title}${kind === 'due' ? ', due' : kind === 'planned' ? ', planned' : ''}${time ? ` ${time}` : ''}`}
        onDragStart={(event) => {
          event.dataTransfer.setData(
            DRAG_TYPE,
            JSON.stringify({ taskId, kind, deadline: task?.deadline ?? null }),
          );
          event.dataTransfer.effectAllowed = 'move';
        }}
        onKeyDown={onKeyDown}
        onClick={() => (task ? runAction(openDetails, task) : show({ openTask: taskId }))}
      >
        {kind === 'due' && <span className={styles.flag}>due</span>}
        {time && <span className={styles.time}>{time}</span>}
        <span className={styles.title}>{title}</span>
      </button>
    </li>
  );
}

/** With Alt: by a day sideways, by a week up and down. */
const STEPS: Record<string, number | undefined> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

type Moved = Pick<MonthEntry, 'taskId' | 'kind'> & { deadline: Task['deadline'] };

function droppedEntry({ dataTransfer }: DragEvent): Moved | null {
  const data = dataTransfer.getData(DRAG_TYPE);
  return data === '' ? null : (JSON.parse(data) as Moved);
}

/** A deadline moves as a deadline and keeps its time; everything else gets another day to do it. */
function moveTo(moved: Moved | MonthEntry, day: string): void {
  const { taskId, kind } = moved;
  if (kind !== 'due') return changeTogether([taskId], { kind: 'defer', until: day }, 'Moved', 'tasks.defer');
  const stood = 'deadline' in moved ? moved.deadline : (moved.task?.deadline ?? null);
  const patch = { deadline: `${day}${stood?.slice(10) ?? ''}` };
  changeTogether(
    [taskId],
    { kind: 'edit', patch, addTags: [], removeTags: [] },
    'Moved the deadline of',
    'tasks.update',
  );
}
