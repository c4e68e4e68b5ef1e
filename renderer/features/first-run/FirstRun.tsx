import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SettingsPatch } from '../../../core/domain/settings.ts';
import { client, queryClient } from '../../api/client.ts';
import { beginWithCapture } from '../../state/window.ts';
import { notifyError } from '../../ui/notify.tsx';
import { firstAnswers, patchOf, type Answers } from './answers.ts';
import { STEPS } from './steps.tsx';
import styles from './first-run.module.css';

/** Four short questions that give the first plans something to go by; every one can be skipped. */
export default function FirstRun() {
  const [at, setAt] = useState(0);
  const [answers, setAnswers] = useState<Answers>(firstAnswers);
  const set = (patch: Partial<Answers>): void => setAnswers((before) => ({ ...before, ...patch }));
  const finish = (settings: SettingsPatch): void => {
    beginWithCapture();
    client.app.finishFirstRun(settings).then(() => queryClient.invalidateQueries(), notifyError);
  };
  const step = STEPS[at];
  const last = at === STEPS.length - 1;
  if (!step) return null;
  return (
    <main className={styles.page}>
      <form
        className={styles.card}
        onSubmit={(event) => {
          event.preventDefault();
          if (last) finish(patchOf(answers));
          else setAt(at + 1);
        }}
      >
        <div className={styles.step}>
          <h1 className={styles.title}>{step.title}</h1>
          <p className={styles.text}>{step.text}</p>
          <step.Body answers={answers} set={set} />
        </div>
        <footer className={styles.foot}>
          <Button variant="subtle" color="gray" onClick={() => finish({})}>
            Skip
          </Button>
          <span className={styles.where}>
            {at + 1} of {STEPS.length}
          </span>
          {at > 0 && (
            <Button variant="default" onClick={() => setAt(at - 1)}>
              Back
            </Button>
          )}
          <Button type="submit" autoFocus>
            {last ? 'Start' : 'Next'}
          </Button>
        </footer>
      </form>
    </main>
  );
}
