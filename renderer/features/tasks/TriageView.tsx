import { Menu, Popover } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Task, TaskPatch } from '../../../core/domain/task.ts';
import type { TaskId } from '../../../core/ids.ts';
import { addDays, weekdayOf } from '../../../core/time/zoned.ts';
import { client, orpc } from '../../api/client.ts';
import { useNow, useProjects } from '../../api/hooks.ts';
import { notifyError } from '../../ui/notify.tsx';
import { PickList } from '../../ui/PickList.tsx';
import shared from '../../ui/ui.module.css';
import { relativeDay, tasksWords } from '../../wording/format.ts';
import { TaskDue, TaskLength } from './TaskRow.tsx';
import styles from './triage.module.css';

/** More than these are left for the next time. */
const LIMIT = 500;

type Asking = 'project' | 'day' | null;

/** The inbox one task at a time, each with a single key: where it goes, when, how important, or not at all. */
export default function TriageView({ onClose }: { onClose(): void }) {
  const { queue, at, task, isGone, next, back } = useQueue();
  if (queue === null || (at < queue.length && !task && !isGone)) return null;
  if (task) {
    const progress = `${at + 1} of ${queue.length}`;
    return <Card key={task.id} task={task} progress={progress} next={next} back={back} onClose={onClose} />;
  }
  const isEnd = at >= queue.length;
  return (
    <section className={styles.end} aria-label="Sort the inbox">
      <p>
        {!isEnd
          ? 'This task was deleted in the meantime.'
          : queue.length === 0
            ? 'The inbox is empty: every task has a project.'
            : `That was all: ${tasksWords(queue.length)} looked at.`}
      </p>
      <button type="button" className={shared.primary} autoFocus onClick={isEnd ? onClose : next}>
        {isEnd ? 'Back to the inbox' : 'Next'}
      </button>
    </section>
  );
}

interface CardProps {
  task: Task;
  progress: string;
  next(): void;
  back(): void;
  onClose(): void;
}

function Card({ task, progress, next, back, onClose }: CardProps) {
  const { today } = useNow();
  const [asking, setAsking] = useState<Asking>(null);
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (asking === null) card.current?.focus();
  }, [asking]);
  const act = (work: () => Promise<unknown>, goesOn: boolean): void => {
    setAsking(null);
    const run = async (): Promise<void> => {
      await work();
      if (goesOn) next();
    };
    run().catch(notifyError);
  };
  const change = (patch: TaskPatch, goesOn: boolean): void =>
    act(() => client.tasks.update({ id: task.id, patch }), goesOn);
  const drop = (): void => act(() => client.tasks.drop({ id: task.id }), true);
  const remove = (): void => act(() => client.tasks.delete({ ids: [task.id] }), true);
  const keys: Record<string, () => void> = {
    m: () => setAsking('project'),
    d: () => setAsking('day'),
    t: () => change({ date: today }, false),
    '1': () => change({ priority: 1 }, false),
    '2': () => change({ priority: 2 }, false),
    '3': () => change({ priority: 3 }, false),
    '4': () => change({ priority: 4 }, false),
    s: () => change({ onHold: 'someday' }, true),
    x: drop,
    Delete: remove,
    Enter: next,
    ArrowRight: next,
    ArrowLeft: back,
    Escape: onClose,
  };
  const listening = {
    onKeyDown: (event: KeyboardEvent): void => {
      const { target, key, ctrlKey, metaKey, altKey } = event;
      if (ctrlKey || metaKey || altKey || !(target instanceof Element)) return;
      if (
        target.closest('input, [role="menu"], [role="dialog"]') ||
        (key === 'Enter' && target.matches('button'))
      )
        return;
      const run = keys[key];
      if (!run) return;
      event.preventDefault();
      event.stopPropagation();
      run();
    },
  };
  return (
    <section ref={card} tabIndex={-1} className={styles.triage} aria-label="Sort the inbox" {...listening}>
      <p className={styles.progress} role="status">
        {progress}
      </p>
      <div className={styles.card} data-row={task.id}>
        <h2 className={styles.title}>{task.title}</h2>
        {task.notes.trim() !== '' && <p className={styles.notes}>{task.notes.slice(0, 400)}</p>}
        <p className={styles.facts}>
          <span>priority {task.priority}</span>
          <TaskDue task={task} today={today} />
          <TaskLength task={task} />
          {task.tags.map((tag) => (
            <span key={tag} className={styles.tag}>
              {tag}
            </span>
          ))}
        </p>
      </div>
      <div className={styles.choices} role="group" aria-label="What to do with it">
        <Search
          label="Project"
          sign="M"
          open={asking === 'project'}
          onOpen={(open) => setAsking(open ? 'project' : null)}
        >
          <ProjectList onPick={(project) => change({ project }, true)} />
        </Search>
        <Choice
          label="Day"
          sign="D"
          open={asking === 'day'}
          onOpen={(open) => setAsking(open ? 'day' : null)}
        >
          <DayList today={today} onPick={(date) => change({ date }, false)} />
        </Choice>
        <Key label="Today" sign="T" onClick={keys['t']!} />
        {(['1', '2', '3', '4'] as const).map((level) => (
          <Key
            key={level}
            label={`P${level}`}
            sign={level}
            pressed={String(task.priority) === level}
            onClick={keys[level]!}
          />
        ))}
        <Key label="Someday" sign="S" onClick={keys['s']!} />
        <Key label="Won’t do" sign="X" onClick={drop} />
        <Key label="Delete" sign="Del" onClick={remove} />
        <Key label="Next" sign="Enter" onClick={next} />
      </div>
      <p className={styles.foot}>
        <button type="button" className={shared.quiet} onClick={onClose}>
          Stop <kbd className={styles.sign}>Esc</kbd>
        </button>
        <span>Ctrl Z takes the last change back.</span>
      </p>
    </section>
  );
}

/** The tasks of the inbox as they were at the start, so that none moves while one looks at it, and which of them it is. */
function useQueue() {
  const [queue, setQueue] = useState<readonly TaskId[] | null>(null);
  const [at, setAt] = useState(0);
  const { data } = useQuery(
    orpc.tasks.list.queryOptions({
      input: { inbox: true, withoutSessions: true, limit: LIMIT },
      placeholderData: keepPreviousData,
    }),
  );
  if (queue === null && data) setQueue(data.tasks.map(({ id }) => id));
  const id = queue?.[at];
  const known = data?.tasks.find((task) => task.id === id);
  const { data: fetched, isError } = useQuery(
    orpc.tasks.get.queryOptions({ input: { id: id! }, enabled: id !== undefined && known === undefined }),
  );
  return {
    queue,
    at,
    task: id === undefined ? undefined : (known ?? fetched),
    isGone: isError,
    next: () => setAt((before) => before + 1),
    back: () => setAt((before) => Math.max(0, before - 1)),
  };
}

interface KeyProps {
  label: string;
  sign: string;
  pressed?: boolean;
  onClick(): void;
}

function Key({ label, sign, pressed, onClick }: KeyProps) {
  return (
    <button type="button" className={styles.choice} aria-pressed={pressed} onClick={onClick}>
      {label} <kbd className={styles.sign}>{sign}</kbd>
    </button>
  );
}

interface ChoiceProps {
  label: string;
  sign: string;
  open: boolean;
  onOpen(open: boolean): void;
  children: ReactNode;
}

function Choice({ label, sign, open, onOpen, children }: ChoiceProps) {
  return (
    <Menu opened={open} onChange={onOpen} position="bottom-start" width={220} returnFocus={false}>
      <Menu.Target>
        <button type="button" className={styles.choice}>
          {label} <kbd className={styles.sign}>{sign}</kbd>
        </button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

function Search({ label, sign, open, onOpen, children }: ChoiceProps) {
  return (
    <Popover opened={open} onChange={onOpen} position="bottom-start" width={220} trapFocus>
      <Popover.Target>
        <button type="button" className={styles.choice} onClick={() => onOpen(!open)}>
          {label} <kbd className={styles.sign}>{sign}</kbd>
        </button>
      </Popover.Target>
      <Popover.Dropdown p={4} aria-label={label}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}

function ProjectList({ onPick }: { onPick(project: string): void }) {
  const { list } = useProjects();
  return (
    <PickList
      label="Project"
      choices={list.map(({ name, colour, icon }) => ({ name, colour, icon }))}
      newLabel={(name) => `New project “${name}”`}
      onPick={(name) => name !== null && onPick(name)}
    />
  );
}

function DayList({ today, onPick }: { today: string; onPick(day: string): void }) {
  const weekday = weekdayOf(today);
  const days: [string, string][] = [
    ['Today', today],
    ['Tomorrow', addDays(today, 1)],
    ['This weekend', addDays(today, weekday === 7 ? 0 : 6 - weekday)],
    ['Next week', addDays(today, 8 - weekday)],
  ];
  return days.map(([label, day]) => (
    <Menu.Item
      key={label}
      rightSection={<span className={styles.side}>{relativeDay(day, today)}</span>}
      onClick={() => onPick(day)}
    >
      {label}
    </Menu.Item>
  ));
}
