import { lazy, Suspense } from 'react';
import { useEvents, useNow, useSettings } from '../../api/hooks.ts';
import { weekdayName } from '../../ui/format.ts';
import styles from './timeline.module.css';

const Timeline = lazy(() => import('./Timeline.tsx'));

const PRESETS = {
  balanced: 'balanced',
  deadlineDriven: 'deadlines first',
  deepWork: 'deep work',
  gentle: 'gentle',
} as const;

/** The day's timeline beside the list, under one quiet line: which day, how it is planned, how many appointments. */
export function DayPanel() {
  const { today } = useNow();
  const meetings = useEvents(today, 1).data?.filter((event) => event.blocks && !event.allDay).length ?? 0;
  const preset = useSettings().data?.planPreset;
  const count =
    meetings === 0 ? 'no appointments' : meetings === 1 ? '1 appointment' : `${meetings} appointments`;
  return (
    <aside className={styles.panel} aria-label="Timeline of today">
      <header className={styles.panelHead}>
        <strong>
          {weekdayName(today).slice(0, 3)} {Number(today.slice(8, 10))}
        </strong>
        <span className={styles.panelNote}>
          {preset ? `${PRESETS[preset]} · ` : ''}
          {count}
        </span>
      </header>
      <div className={styles.scroll}>
        <Suspense>
          <Timeline span="day" from={today} />
        </Suspense>
      </div>
    </aside>
  );
}
