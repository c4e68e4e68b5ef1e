import { useQuery } from '@tanstack/react-query';
import type { PredictionLogView } from '../../../core/domain/learning.ts';
import { say } from '../../../core/messages/index.ts';
import { orpc } from '../../api/client.ts';
import { percent } from '../../wording/format.ts';
import { CalibrationPlot } from './CalibrationPlot.tsx';
import { ErrorChart } from './ErrorChart.tsx';
import { Question } from './Question.tsx';
import { Training } from './Training.tsx';
import { Versions } from './Versions.tsx';
import { NAMES, stateWords } from './words.ts';
import styles from './learning.module.css';

/** How good the guesses are, what they are made of, and the way back. */
export default function LearningView() {
  const overview = useQuery(orpc.learning.overview.queryOptions({ staleTime: 0 })).data;
  const log = useQuery(orpc.predictions.log.queryOptions({ staleTime: 0 })).data;
  if (!overview || !log) return null;
  const of = (target: string): PredictionLogView | undefined =>
    log.predictors.find((one) => one.target === target);
  const duration = of('duration');
  return (
    <section aria-labelledby="learning-heading" className={styles.learning}>
      <h1 id="learning-heading" className={styles.title}>
        Insights
      </h1>
      <ul className={styles.states}>
        {overview.learners.map((learner) => (
          <li key={learner.target} data-active={learner.active && learner.known >= learner.needed}>
            <h2 className={styles.heading}>{NAMES[learner.target] ?? learner.target}</h2>
            <p className={styles.text}>{stateWords(learner)}</p>
          </li>
        ))}
      </ul>
      {overview.notes.map(({ at, message }) => (
        <p key={`${at}${message.key}`} className={styles.note}>
          {say(message)}
        </p>
      ))}
      {overview.question && <Question question={overview.question} />}
      <div className={styles.charts}>
        <Chart title="Length: Daymark against a simple rule" text="mean error; lower is better">
          {duration && duration.series.length > 0 && <ErrorChart log={duration} />}
        </Chart>
        <Chart title="Is 80% really 80%?" text={insideWords(duration)}>
          {duration && duration.calibration.length > 0 && <CalibrationPlot points={duration.calibration} />}
        </Chart>
        <Chart
          title="Priority ranking accuracy"
          text="how often what you did next was not in the top three; lower is better"
        >
          {(of('priority')?.series.length ?? 0) > 0 && <ErrorChart log={of('priority')!} />}
        </Chart>
        <Chart
          title="Completion forecast against the average"
          text="mean squared error of how likely a task is to be done; lower is better"
        >
          {(of('completion')?.series.length ?? 0) > 0 && <ErrorChart log={of('completion')!} />}
        </Chart>
      </div>
      <h2 className={styles.heading}>Versions</h2>
      <Training training={overview.training} />
      <Versions overview={overview} target="duration" />
      <Versions overview={overview} target="priority" />
      <Versions overview={overview} target="completion" />
    </section>
  );
}

function insideWords(log: PredictionLogView | undefined): string {
  const inside = log?.inside80;
  const count = log?.calibration[0]?.count ?? 0;
  if (inside === null || inside === undefined) return 'expected share against what happened';
  return `${percent(inside)} of ${count} tasks fell inside their 80% range`;
}

function Chart({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <figure className={styles.figure}>
      <figcaption>
        <h2 className={styles.heading}>{title}</h2>
        <p className={styles.text}>{text}</p>
      </figcaption>
      {children || <p className={styles.empty}>Nothing to show yet. It appears with the first outcomes.</p>}
    </figure>
  );
}
