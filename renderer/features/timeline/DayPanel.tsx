import { lazy, Suspense, useState } from 'react';
import { say } from '../../../core/messages/index.ts';
import type { TaskId } from '../../../core/ids.ts';
import { addDays } from '../../../core/time/zoned.ts';
import { fetched } from '../../api/chunks.ts';
import { useEvents, useNow, usePlan, useSettings } from '../../api/hooks.ts';
import { longDay, timeRange, weekdayName } from '../../wording/format.ts';
import { show } from '../../state/window.ts';
import shared from '../../ui/ui.module.css';
import { dayWorthShowing } from './days.ts';
import styles from './timeline.module.css';

const Timeline = lazy(() => fetched(() => import('./Timeline.tsx')));

const PRESETS = {
  balanced: 'balanced',
  deadlineDriven: 'deadlines first',
  deepWork: 'deep work',
  gentle: 'gentle',
} as const;

/**
 * The day's timeline beside the list, under one quiet line: which day, how it is planned, how many appointments. When
 * today holds nothing more, the next day with a plan is shown; other days are one press away. While the details of a task are open,
 * it is the day on which that is planned.
 */
export function DayPanel({ task }: { task: TaskId | null }) {
  const { today, local } = useNow();
  const plan = usePlan().data;
  const eventsToday = useEvents(today, 1).data;
  const [picked, setPicked] = useState<{ on: string; task: TaskId | null; day: string } | null>(null);
  // A day that was picked yesterday, or beside another task, says nothing about this one.
  const own = picked?.on === today && picked.task === task ? picked.day : null;
  const planned = plan?.blocks.find((block) => block.taskId === task && block.start.slice(0, 10) >= today);
  const day =
    own ?? planned?.start.slice(0, 10) ?? dayWorthShowing(plan?.blocks ?? [], eventsToday ?? [], local);
  const pick = (other: string): void => setPicked({ on: today, task, day: other });
  return (
    <aside
      className={styles.panel}
      aria-label={
        day === today ? 'Timeline of today' : `Timeline of ${weekdayName(day)} ${longDay(day, today)}`
      }
    >
      <header className={styles.panelHead}>
        <strong>
          {weekdayName(day).slice(0, 3)} {Number(day.slice(8, 10))}
        </strong>
        <PanelNote day={day} />
        <div className={styles.nav}>
          {day !== today && (
            <button type="button" className={shared.quiet} onClick={() => pick(today)}>
              Today
            </button>
          )}
          <button
            type="button"
            className={`${shared.quiet} ${shared.step}`}
            aria-label="Earlier day"
            onClick={() => pick(addDays(day, -1))}
          >
            ‹
          </button>
          <button
            type="button"
            className={`${shared.quiet} ${shared.step}`}
            aria-label="Later day"
            onClick={() => pick(addDays(day, 1))}
          >
            ›
          </button>
        </div>
      </header>
      <FocusLine day={day} />
      {/* Scrolled by key as well. */}
      <div className={styles.scroll} role="group" aria-label="Hours" tabIndex={0}>
        <Suspense>
          <Timeline span="day" from={day} />
        </Suspense>
      </div>
    </aside>
  );
}

/** What of the day is kept for focus, and why; a press moves it or gives it up. */
function FocusLine({ day }: { day: string }) {
  const kept = usePlan().data?.focus?.kept.filter(({ start }) => start.slice(0, 10) === day) ?? [];
  if (kept.length === 0) return null;
  return (
    <ul className={styles.focusLines} aria-label="Focus time">
      {kept.map(({ start, end, why }) => (
        <li key={start}>
          <button
            type="button"
            className={styles.focusLine}
            title={say(why)}
            onClick={() => show({ editedFocus: { from: start, start, end, why: say(why) } })}
          >
            Focus {timeRange(start, end)}
          </button>
        </li>
      ))}
    </ul>
  );
}

function PanelNote({ day }: { day: string }) {
  const meetings = useEvents(day, 1).data?.filter((event) => event.blocks && !event.allDay).length ?? 0;
  const preset = useSettings().data?.planPreset;
  const count = meetings === 0 ? 'no events' : meetings === 1 ? '1 event' : `${meetings} events`;
  return (
    <span className={styles.panelNote}>
      {preset ? `${PRESETS[preset]} · ` : ''}
      {count}
    </span>
  );
}
