import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TimerGap } from '../../../core/domain/timer-gap.ts';
import { localOf } from '../../../core/time/zoned.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import { show } from '../../state/window.ts';
import { ClockField } from '../../ui/ClockField.tsx';
import { notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import { clockTime, minutes, relativeMoment } from '../../wording/format.ts';
import styles from './timer-gap.module.css';

type Answer = Parameters<typeof client.tasks.answerTimerGap>[0]['answer'];

/** Asks what the time was in which a timer ran while Daymark was closed or the machine slept. */
export function TimerGapCard() {
  const gap = useQuery(orpc.tasks.timerGap.queryOptions()).data?.gap;
  return gap ? <Card key={`${gap.stretchId} ${gap.to}`} gap={gap} /> : null;
}

function Card({ gap: { stretchId, taskId, title, from, to } }: { gap: TimerGap }) {
  const { tz, today } = useNow();
  const [busy, setBusy] = useState(false);
  const [begin, end] = [localOf(from, tz), localOf(to, tz)];
  const say = (answer: Answer): void => {
    setBusy(true);
    client.tasks
      .answerTimerGap({ stretchId, answer })
      .then(async () => queryClient.invalidateQueries({ queryKey: orpc.tasks.key() }))
      .catch(notifyError)
      .finally(() => setBusy(false));
  };
  const until = end.slice(0, 10) === begin.slice(0, 10) ? clockTime(end) : relativeMoment(end, today);
  return (
    <section className={styles.card} aria-label="Timer" role="status">
      <p className={styles.text}>
        The timer of{' '}
        <button type="button" className={styles.title} onClick={() => show({ openTask: taskId })}>
          {title}
        </button>{' '}
        ran while Daymark was closed or the computer slept, {relativeMoment(begin, today)} – {until} (
        {minutes((to - from) / 60_000)}).
      </p>
      <div className={styles.answers} role="group" aria-label="What was this time?">
        <button
          type="button"
          className={shared.quiet}
          disabled={busy}
          onClick={() => say({ kind: 'worked' })}
        >
          I worked
        </button>
        <button type="button" className={shared.quiet} disabled={busy} onClick={() => say({ kind: 'break' })}>
          It was a break
        </button>
        <span className={styles.stop}>
          <button
            type="button"
            className={shared.quiet}
            disabled={busy}
            onClick={() => say({ kind: 'stopped' })}
          >
            I stopped at
          </button>
          <ClockField
            label="Stopped at"
            value={begin.slice(11)}
            onSave={(time) => time !== '' && say({ kind: 'stopped', at: `${begin.slice(0, 10)}T${time}` })}
          />
        </span>
      </div>
    </section>
  );
}
