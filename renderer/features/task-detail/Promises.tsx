import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PromiseDay } from '../../../core/domain/promise.ts';
import type { TaskId } from '../../../core/ids.ts';
import { orpc } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import panel from '../../ui/panel.module.css';
import shared from '../../ui/ui.module.css';
import { percent, shortDay } from '../../wording/format.ts';
import { movesWords } from './promise-words.ts';
import styles from './task-detail.module.css';

interface Props {
  id: TaskId;
  /** The day is promised, with the odds that were told: it becomes the deadline. */
  onPromise(day: string, chance: number): void;
}

/** By when the task could be promised, and what each day would push out. Nothing moves until a day is promised. */
export function Promises({ id, onPromise }: Props) {
  const [asked, setAsked] = useState(false);
  return (
    <section className={panel.section} aria-label="When could I promise this?">
      {asked ? (
        <Odds id={id} onPromise={onPromise} />
      ) : (
        <button type="button" className={shared.quiet} onClick={() => setAsked(true)}>
          When could I promise this?
        </button>
      )}
    </section>
  );
}

function Odds({ id, onPromise }: Props) {
  const { data, isError } = useQuery(
    orpc.planning.promise.queryOptions({ input: { taskId: id }, staleTime: 0, retry: false }),
  );
  const { today } = useNow();
  const [chosen, setChosen] = useState<string | null>(null);
  if (isError) return <p className={styles.line}>Daymark can’t say right now.</p>;
  if (!data)
    return (
      <p className={styles.line} role="status">
        Trying each day…
      </p>
    );
  if (data.days.length === 0) return <p className={styles.line}>There is no plan to try it in yet.</p>;
  const day = data.days.find((one) => one.day === chosen) ?? likely(data.days);
  return (
    <>
      <p className={styles.line}>
        <strong>When could I promise this?</strong>
      </p>
      <div className={styles.promises} role="radiogroup" aria-label="By">
        {data.days.map((one) => (
          <label key={one.day} className={styles.promise}>
            <input
              type="radio"
              name={`promise-${id}`}
              checked={one === day}
              onChange={() => setChosen(one.day)}
            />
            <span>by {shortDay(one.day, today)}</span>
            <strong className={shared.guess}>{percent(one.chance)}</strong>
          </label>
        ))}
      </div>
      <p className={styles.line}>{movesWords(day, today)}</p>
      <button type="button" className={shared.quiet} onClick={() => onPromise(day.day, day.chance)}>
        Promise {shortDay(day.day, today)}
      </button>
    </>
  );
}

/** A word that is kept four times in five, else the likeliest. */
function likely(days: readonly PromiseDay[]): PromiseDay {
  return days.find(({ chance }) => chance >= 0.8) ?? days.at(-1)!;
}
