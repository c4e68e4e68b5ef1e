import { lazy, Suspense } from 'react';
import { addDays, weekdayOf } from '../../../core/time/zoned.ts';
import { useNow, usePlan } from '../../api/hooks.ts';
import { longDay, minutes, weekdayName } from '../../ui/format.ts';
import styles from './timeline.module.css';

const Timeline = lazy(() => import('./Timeline.tsx'));

/** The week on the grid, with what each day holds against what one usually gets through. */
export function WeekView() {
  const { today } = useNow();
  const plan = usePlan();
  const monday = addDays(today, 1 - weekdayOf(today));
  const days = Array.from({ length: 7 }, (_, index) => addDays(monday, index));
  return (
    <section aria-labelledby="week-heading" className={styles.week}>
      <header className={styles.weekHead}>
        <h1 id="week-heading" className={styles.weekTitle}>
          Week{' '}
          <span className={styles.panelNote}>
            {longDay(monday, today)} – {longDay(addDays(monday, 6), today)}
          </span>
        </h1>
        <ul className={styles.loads} aria-label="Planned per day">
          {days.map((day) => {
            const forecast = plan.data?.forecasts.find((one) => one.day === day);
            const share = forecast?.capacityMin ? forecast.plannedMin / forecast.capacityMin : 0;
            return (
              <li key={day} data-over={share > 1 || undefined} className={styles.load}>
                <span className={styles.loadDay}>{weekdayName(day).slice(0, 3)}</span>
                <meter
                  className={styles.bar}
                  min={0}
                  max={1}
                  value={Math.min(share, 1)}
                  aria-label={weekdayName(day)}
                />
                <span className={styles.loadText}>
                  {forecast?.plannedMin ? minutes(forecast.plannedMin) : '–'}
                </span>
              </li>
            );
          })}
        </ul>
      </header>
      <div className={styles.scroll}>
        <Suspense>
          <Timeline span="week" />
        </Suspense>
      </div>
    </section>
  );
}
