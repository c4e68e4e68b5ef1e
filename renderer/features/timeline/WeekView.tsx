import { lazy, Suspense, useState } from 'react';
import { addDays } from '../../../core/time/zoned.ts';
import { useNow } from '../../api/hooks.ts';
import { longDay } from '../../ui/format.ts';
import shared from '../../ui/ui.module.css';
import styles from './timeline.module.css';

const Timeline = lazy(() => import('./Timeline.tsx'));

/** Seven days on the grid, today the first: a planner looks ahead. Earlier and later weeks are one press away. */
export function WeekView() {
  const { today } = useNow();
  const [weeks, setWeeks] = useState(0);
  const from = addDays(today, weeks * 7);
  return (
    <section aria-labelledby="week-heading" className={styles.week}>
      <header className={styles.weekHead}>
        <h1 id="week-heading" className={styles.weekTitle}>
          Week{' '}
          <span className={styles.panelNote}>
            {longDay(from, today)} – {longDay(addDays(from, 6), today)}
          </span>
        </h1>
        <div className={styles.nav}>
          <button type="button" className={shared.quiet} onClick={() => setWeeks(weeks - 1)}>
            Earlier
          </button>
          {weeks !== 0 && (
            <button type="button" className={shared.quiet} onClick={() => setWeeks(0)}>
              From today
            </button>
          )}
          <button type="button" className={shared.quiet} onClick={() => setWeeks(weeks + 1)}>
            Later
          </button>
        </div>
      </header>
      <div className={styles.weekBody}>
        <Suspense>
          <Timeline span="week" from={from} />
        </Suspense>
      </div>
    </section>
  );
}
