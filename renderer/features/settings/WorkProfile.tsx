import { useWorkProfile } from '../../api/hooks.ts';
import { percent } from '../../wording/format.ts';
import { heatRows, workProfileSentences, type HeatRow } from './heat.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

/** How the person works, as measured: the map of hours and weekdays, and what planning takes from it. */
export function WorkProfile() {
  const view = useWorkProfile().data;
  if (!view) return null;
  const rows = heatRows(view);
  return (
    <Section title="How you work" text="Learned from the time you track; plans and forecasts use it.">
      {rows.length > 0 ? (
        <Heat rows={rows} confidence={view.productivity?.confidence ?? 0} />
      ) : (
        <p className={styles.line}>
          {view.source === 'said'
            ? 'Until enough time is tracked, planning uses your setup answers.'
            : 'Start and finish a few tasks with the timer, and your hours show here.'}
        </p>
      )}
      <ul className={styles.findings}>
        {workProfileSentences(view).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </Section>
  );
}

function Heat({ rows, confidence }: { rows: readonly HeatRow[]; confidence: number }) {
  const hours = rows[0]?.cells ?? [];
  return (
    <table className={styles.heat}>
      <caption className={styles.text}>
        Work done per hour, by hour and weekday. Darker is more; {percent(confidence)} of it is measured, the
        rest assumed.
      </caption>
      <thead>
        <tr>
          <th scope="col" aria-label="Weekday" />
          {hours.map(({ hour }) => (
            <th key={hour} scope="col">
              {hour}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, cells }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map(({ hour, value, level }) => (
              <td
                key={hour}
                data-level={level}
                title={`${name} ${hour}:00: ${percent(value)} of an average hour`}
                aria-label={percent(value)}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
