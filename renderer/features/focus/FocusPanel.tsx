import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Task } from '../../../core/domain/task.ts';
import { client, orpc } from '../../api/client.ts';
import { blocksOn, useNow, usePlan, useTask } from '../../api/hooks.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import { clockTime, stopwatch } from '../../wording/format.ts';
import { Interruption } from './Interruption.tsx';
import { breakLength, workLeft } from './pomodoro.ts';
import styles from './focus.module.css';

/** One task and its timer, and nothing else: the one that runs, else the one that comes next. */
export default function FocusPanel({ onClose }: { onClose(): void }) {
  const running = useQuery(orpc.tasks.running.queryOptions()).data?.task ?? null;
  const { local, today } = useNow();
  const next = blocksOn(usePlan().data, today).find((block) => !block.done && block.end > local);
  const upcoming = useTask(running ? null : (next?.taskId ?? null)).data ?? null;
  // What was paused here stays: a break is no reason to begin something else.
  const [kept, setKept] = useState<Task['id'] | null>(null);
  const keptTask = useTask(running ? null : kept).data ?? null;
  if (running && running.id !== kept) setKept(running.id);
  const task = running ?? (keptTask?.status === 'open' ? keptTask : upcoming);
  return (
    <section className={styles.panel} aria-label="Focus">
      {task ? (
        <OneTask key={task.id} task={task} until={next?.taskId === task.id ? next.end : null} />
      ) : (
        <p className={styles.nothing}>Nothing more is planned for today.</p>
      )}
      <button type="button" className={styles.close} onClick={onClose}>
        Close
      </button>
    </section>
  );
}

function OneTask({ task, until }: { task: Task; until: string | null }) {
  const now = useNow(1_000).epochMs;
  const [pomodoro, setPomodoro] = useState(false);
  const [round, setRound] = useState(1);
  const [breakEnd, setBreakEnd] = useState<number | null>(null);
  const [interrupted, setInterrupted] = useState(false);
  const startedAt = task.runningSince;
  const left = pomodoro && startedAt !== null ? workLeft(startedAt, now) : null;
  usePomodoroEnd(task, left, () => {
    setBreakEnd(now + breakLength(round));
    setRound(round + 1);
    notify('Time for a break.');
  });
  const onBreak = breakEnd !== null && startedAt === null;
  const spent = (startedAt === null ? 0 : Math.max(0, now - startedAt)) + task.trackedMin * 60_000;

  const start = (): void => {
    setBreakEnd(null);
    client.tasks.start({ id: task.id }).catch(notifyError);
  };
  const pause = (): void => void client.tasks.pause({ id: task.id }).catch(notifyError);
  const interrupt = (): void => {
    pause();
    setInterrupted(true);
  };
  useKey('i', startedAt !== null && !interrupted ? interrupt : null);

  if (interrupted)
    return (
      <Interruption
        onDone={() => {
          setInterrupted(false);
          start();
        }}
      />
    );
  return (
    <>
      <h1 className={styles.title}>{task.title}</h1>
      <div
        className={styles.time}
        role="timer"
        aria-label={onBreak ? 'Break left' : left === null ? 'Time on it' : 'Round left'}
      >
        {stopwatch(onBreak ? Math.max(0, breakEnd - now) : (left ?? spent))}
      </div>
      <p className={styles.line} role="status">
        {onBreak
          ? now >= breakEnd
            ? 'The break is over.'
            : 'Break'
          : left !== null
            ? `Round ${round}, ${stopwatch(spent)} in all`
            : until && `until ${clockTime(until)}`}
      </p>
      <div className={styles.buttons}>
        <button type="button" className={shared.primary} onClick={startedAt === null ? start : pause}>
          {startedAt === null ? 'Start' : 'Pause'}
        </button>
        <button
          type="button"
          className={shared.quiet}
          onClick={() => void client.tasks.finish({ id: task.id }).catch(notifyError)}
        >
          Finish
        </button>
        {startedAt !== null && (
          <button type="button" className={shared.quiet} aria-keyshortcuts="i" onClick={interrupt}>
            Interrupted
          </button>
        )}
      </div>
      <label className={styles.choice}>
        <input type="checkbox" checked={pomodoro} onChange={() => setPomodoro(!pomodoro)} />
        Pomodoro: 25 minutes, then a break
      </label>
    </>
  );
}

/** Pauses the timer once when a round is over. */
function usePomodoroEnd(task: Task, left: number | null, onEnd: () => void): void {
  const ended = useRef<number | null>(null);
  useEffect(() => {
    if (left !== 0 || ended.current === task.runningSince) return;
    ended.current = task.runningSince;
    client.tasks.pause({ id: task.id }).then(onEnd, notifyError);
  });
}

/** A key of the whole window, unless something is being typed. */
function useKey(key: string, run: (() => void) | null): void {
  useEffect(() => {
    if (!run) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea');
      const checkbox = event.target instanceof HTMLInputElement && event.target.type === 'checkbox';
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || (typing && !checkbox))
        return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
