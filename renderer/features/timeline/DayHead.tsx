import { useNow, usePlan } from '../../api/hooks.ts';
import { minutes, weekdayName } from '../../wording/format.ts';
import styles from './timeline.module.css';

/** The head of one day in the week: its name, and what is planned against what one usually gets through. */
export function DayHead({ day }: { day: string }) {
  const { today } = useNow(60_000);
  const forecast = usePlan().data?.forecasts.find((one) => one.day === day);
  const planned = forecast?.plannedMin ?? 0;
  const share = forecast?.capacityMin ? planned / forecast.capacityMin : 0;
  const name = `${weekdayName(day).slice(0, 3)} ${Number(day.slice(8, 10))}`;
  return (
    <div className={styles.head} data-today={day === today || undefined} data-over={share > 1 || undefined}>
      <span className={styles.headDay}>{name}</span>
      <span className={styles.headLoad}>{planned > 0 ? minutes(planned) : ''}</span>
      <meter
        className={styles.bar}
        min={0}
        max={1}
        value={Math.min(share, 1)}
        aria-label={`Load of ${name}`}
      />
    </div>
  );
}
