import { lazy, Suspense, useState } from 'react';
import type { FocusGoal } from '../../../core/domain/settings.ts';
import { defaultFocusGoal } from '../../../core/focus-goal.ts';
import { addDays } from '../../../core/time/zoned.ts';
import { say } from '../../../core/messages/index.ts';
import { fetched } from '../../api/chunks.ts';
import { client } from '../../api/client.ts';
import { useNow, usePlan, useSettings } from '../../api/hooks.ts';
import { longDay, minutes } from '../../wording/format.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import styles from './timeline.module.css';

const Timeline = lazy(() => fetched(() => import('./Timeline.tsx')));

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
          <FocusOffer />
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
      <FocusShort from={from} />
      <div className={styles.weekBody}>
        <Suspense>
          <Timeline span="week" from={from} />
        </Suspense>
      </div>
    </section>
  );
}

/** Keeping time for focus is off until someone wants it; here it is offered. */
function FocusOffer() {
  const settings = useSettings().data;
  if (!settings || settings.focusTime) return null;
  const set = async (focusTime: FocusGoal | null): Promise<unknown> =>
    client.preferences.update({ focusTime });
  const keep = async (): Promise<void> => {
    await set(defaultFocusGoal);
    const { blocksPerWeek, blockMin } = defaultFocusGoal;
    notify(
      `${blocksPerWeek} times ${minutes(blockMin)} a week are reserved for focus. Change this in Settings.`,
      {
        label: 'Undo',
        run: () => void set(null).catch(notifyError),
      },
    );
  };
  return (
    <button type="button" className={shared.quiet} onClick={() => void keep().catch(notifyError)}>
      Reserve focus time
    </button>
  );
}

/** Says it when a week in view has no room for as much focus as is wanted. */
function FocusShort({ from }: { from: string }) {
  const short = usePlan().data?.focus?.short.filter(
    ({ week }) => week < addDays(from, 7) && addDays(week, 7) > from,
  );
  if (!short?.length) return null;
  return (
    <p className={styles.short}>
      {short.map(({ week, why }) => (
        <span key={week}>{say(why)} </span>
      ))}
    </p>
  );
}
