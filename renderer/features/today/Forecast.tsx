import { Tooltip } from '@mantine/core';
import type { DayForecast } from '../../../core/domain/views.ts';
import { useConnection, useStatus } from '../../api/hooks.ts';
import shared from '../../ui/ui.module.css';
import { forecastWords, hourWords } from './rows.ts';
import styles from './today.module.css';

interface Props {
  forecast: DayForecast | undefined;
  stale: boolean;
  /** A proposal waits for the answer. */
  asks: boolean;
}

/** One quiet line: when the day is done, how sure that is, and what would change it. */
export function Forecast({ forecast, stale, asks }: Props) {
  const connected = useConnection() === 'open';
  const ready = useStatus().data?.ml.process === 'ready';
  const said = forecastWords(forecast);
  // Until the answer, what is shown is neither the plan that was forecast nor the one that will be.
  const words = asks ? { ...said, doneBy: null, without: null } : said;
  const hours = hourWords(forecast?.byHour);
  const parts = [
    words.doneBy && (
      <span key="done">
        Done by <strong>{words.doneBy}</strong>
        {words.chance && (
          <>
            ,{' '}
            <Tooltip
              label={`Based on several hundred simulated days${hours ? `: done ${hours}` : ''}`}
              multiline
              maw={340}
              openDelay={300}
            >
              <span className={shared.guess}>{words.chance}</span>
            </Tooltip>{' '}
            sure
          </>
        )}
      </span>
    ),
    words.without && (
      <span key="without">
        without <strong>{words.without.title}</strong> {words.without.chance}
      </span>
    ),
    words.load && (
      <span key="load" data-overloaded={words.overloaded || undefined}>
        {words.load}
      </span>
    ),
    // Without the connection or the helper nothing is being planned; the sidebar says what is missing.
    stale && connected && ready && <span key="stale">planning again…</span>,
  ].filter(Boolean);
  if (parts.length === 0) return null;
  return (
    <p className={styles.forecast} aria-label="Forecast">
      {parts}
    </p>
  );
}
