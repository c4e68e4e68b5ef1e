import type { CalibrationPoint } from '../../../core/domain/learning.ts';
import { percent } from '../../wording/format.ts';
import { linear, uncertainty } from './chart.ts';
import styles from './insights.module.css';

const WIDTH = 560;
const HEIGHT = 214;
const PLOT = { left: 52, right: 452, top: 12, bottom: 184 };
const MARKS = [0, 0.25, 0.5, 0.75, 1];

/** Of what was said to end by a quantile, how much did; on the line, the spread is neither too wide nor too narrow. */
export function CalibrationPlot({ points }: { points: readonly CalibrationPoint[] }) {
  const x = linear([0, 1], [PLOT.left, PLOT.right]);
  const y = linear([0, 1], [PLOT.bottom, PLOT.top]);
  const middle = points.find(({ predicted }) => predicted === 0.5);
  const label = middle
    ? `Of the tasks expected to be done by their middle guess, ${percent(middle.observed)} were.`
    : 'Calibration of the guessed spread.';
  return (
    <svg className={styles.chart} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {MARKS.map((mark) => (
        <g key={mark}>
          <line className={styles.grid} x1={PLOT.left} x2={PLOT.right} y1={y(mark)} y2={y(mark)} />
          <text className={styles.tick} x={PLOT.left - 8} y={y(mark) + 4} textAnchor="end">
            {percent(mark)}
          </text>
          <text className={styles.tick} x={x(mark)} y={HEIGHT - 6} textAnchor="middle">
            {percent(mark)}
          </text>
        </g>
      ))}
      <line className={styles.ideal} x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
      {points.map(({ predicted, observed, count }) => {
        const half = uncertainty(observed, count);
        return (
          <g key={predicted}>
            <line
              className={styles.whisker}
              x1={x(predicted)}
              x2={x(predicted)}
              y1={y(Math.max(0, observed - half))}
              y2={y(Math.min(1, observed + half))}
            />
            <circle className={styles.ownDot} cx={x(predicted)} cy={y(observed)} r="4.5" />
          </g>
        );
      })}
    </svg>
  );
}
