import { useState } from 'react';
import type { LearningQuestion } from '../../../core/domain/learning.ts';
import type { TaskId } from '../../../core/ids.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { minutes } from '../../wording/format.ts';
import { notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import styles from './insights.module.css';

/** One short question whose answer teaches most; at most two a day. */
export function Question({ question }: { question: LearningQuestion }) {
  const answer = (given: { minutes?: number; firstId?: TaskId }): void => {
    client.learning
      .answer({ id: question.id, ...given })
      .then(() => queryClient.invalidateQueries({ queryKey: orpc.learning.key() }), notifyError);
  };
  return (
    <section className={styles.question} aria-label="A question">
      {question.kind === 'duration' ? (
        <LengthQuestion
          key={question.id}
          question={question}
          onAnswer={(length) => answer({ minutes: length })}
        />
      ) : (
        <>
          <p className={styles.asked}>Which of these two comes first?</p>
          <div className={styles.answers}>
            {[question.first, question.second].map(({ taskId, title }) => (
              <button
                key={taskId}
                type="button"
                className={styles.answer}
                onClick={() => answer({ firstId: taskId })}
              >
                {title}
              </button>
            ))}
          </div>
        </>
      )}
      <button type="button" className={shared.quiet} onClick={() => answer({})}>
        Not this one
      </button>
    </section>
  );
}

type Length = Extract<LearningQuestion, { kind: 'duration' }>;

function LengthQuestion({ question, onAnswer }: { question: Length; onAnswer(length: number): void }) {
  const [other, setOther] = useState('');
  const { title, low, likely, high } = question;
  const offered = [...new Set([low, likely, high].map((length) => Math.max(5, Math.round(length / 5) * 5)))];
  return (
    <>
      <p className={styles.asked}>
        How long will <q>{title}</q> take?
      </p>
      <form
        className={styles.answers}
        onSubmit={(event) => {
          event.preventDefault();
          if (Number(other) > 0) onAnswer(Number(other));
        }}
      >
        {offered.map((length) => (
          <button key={length} type="button" className={styles.answer} onClick={() => onAnswer(length)}>
            {minutes(length)}
          </button>
        ))}
        <input
          className={styles.minutes}
          inputMode="numeric"
          aria-label="Minutes"
          placeholder="minutes"
          value={other}
          onChange={(event) => setOther(event.currentTarget.value)}
        />
      </form>
    </>
  );
}
