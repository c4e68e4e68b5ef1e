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
import { Picture } from './Picture.tsx';
import type { Figures } from './picture-export.ts';
import { COMPARED, NAMES, stateWords } from './words.ts';
import styles from './insights.module.css';

/** How good the guesses are, what they are made of, and the way back. */
export function Models() {
  const overview = useQuery(orpc.learning.overview.queryOptions({ staleTime: 0 })).data;
  const log = useQuery(orpc.predictions.log.queryOptions({ staleTime: 0 })).data;
  if (!overview || !log) return null;
  const of = (target: string): PredictionLogView | undefined =>
    log.predictors.find((one) => one.target === target);
  const duration = of('duration');
  const completion = of('completion');
  return (
    <>
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
        {log.predictors.map((one) => (
          <Picture
            key={one.target}
            title={`${NAMES[one.target] ?? one.target}: error over time`}
            text={`${COMPARED[one.target]?.what ?? 'mean error'}; lower is better`}
            name={`accuracy-${one.target}`}
            figures={errorFigures(one)}
          >
            <ErrorChart log={one} />
          </Picture>
        ))}
        {duration && (
          <Picture
            title="Is 80% really 80%?"
            text={insideWords(duration)}
            name="calibration"
            figures={calibrationFigures(duration)}
          >
            <CalibrationPlot points={duration.calibration} />
          </Picture>
        )}
        {completion && (
          <Picture
            title="Do forecasts come true?"
            text="how likely tasks were said to be done against how many were"
            name="calibration-completion"
            figures={calibrationFigures(completion)}
          >
            <CalibrationPlot points={completion.calibration} />
          </Picture>
        )}
      </div>
      <h2 className={styles.heading}>Versions</h2>
      <Training training={overview.training} />
      {overview.learners.map(({ target }) => (
        <Versions key={target} overview={overview} target={target} />
      ))}
    </>
  );
}

function insideWords(log: PredictionLogView | undefined): string {
  const inside = log?.inside80;
  const count = log?.calibration[0]?.count ?? 0;
  if (inside === null || inside === undefined) return 'expected share against what happened';
  return `${percent(inside)} of ${count} tasks fell inside their 80% range`;
}

function errorFigures({ series }: PredictionLogView): Figures {
  return {
    head: ['Until', 'Outcomes', 'Daymark', 'Simple rule'],
    rows: series.map(({ until, count, error, baseline }) => [
      new Date(until).toISOString().slice(0, 10),
      count,
      Number(error.toFixed(3)),
      Number(baseline.toFixed(3)),
    ]),
  };
}

function calibrationFigures({ calibration }: PredictionLogView): Figures {
  return {
    head: ['Said', 'Happened', 'Tasks'],
    rows: calibration.map(({ predicted, observed, count }) => [percent(predicted), percent(observed), count]),
  };
}
