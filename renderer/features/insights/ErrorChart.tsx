import type { PredictionLogView } from '../../../core/domain/learning.ts';
import { linear, linePath, spread, ticks, type Point } from './chart.ts';
import { chartWords, COMPARED, errorWords } from './words.ts';
import styles from './insights.module.css';

const WIDTH = 560;
const HEIGHT = 214;
const PLOT = { left: 52, right: 452, top: 12, bottom: 184 };
const LABEL_GAP = 15;

/** Error over time beside that of the simple rule it has to beat; lower is better. */
export function ErrorChart({ log }: { log: PredictionLogView }) {
  const { target, series } = log;
  const marks = ticks(Math.max(...series.flatMap(({ error, baseline }) => [error, baseline])));
  const x = linear([0, Math.max(1, series.length - 1)], [PLOT.left, PLOT.right]);
  const y = linear([0, marks.at(-1) ?? 1], [PLOT.bottom, PLOT.top]);
  const own = series.map(({ error }, i): Point => [x(i), y(error)]);
  const rule = series.map(({ baseline }, i): Point => [x(i), y(baseline)]);
  const ends = spread([own.at(-1)?.[1] ?? 0, rule.at(-1)?.[1] ?? 0], LABEL_GAP);
  const labelX = (own.at(-1)?.[0] ?? PLOT.left) + 9;
  const outcomes = series.reduce((sum, { count }) => sum + count, 0);
  return (
    <svg className={styles.chart} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={chartWords(log)}>
      {marks.map((mark) => (
        <g key={mark}>
          <line className={styles.grid} x1={PLOT.left} x2={PLOT.right} y1={y(mark)} y2={y(mark)} />
          <text className={styles.tick} x={PLOT.left - 8} y={y(mark) + 4} textAnchor="end">
            {mark === 0 ? '0' : errorWords(target, mark)}
          </text>
        </g>
      ))}
      <text className={styles.tick} x={PLOT.left} y={HEIGHT - 6}>
        first outcomes
      </text>
      <text className={styles.tick} x={PLOT.right} y={HEIGHT - 6} textAnchor="end">
        {outcomes} outcomes
      </text>
      <path className={styles.rule} d={linePath(rule)} />
      <path className={styles.own} d={linePath(own)} />
      {series.length < 12 &&
        own.map(([cx, cy]) => <circle key={cx} className={styles.ownDot} cx={cx} cy={cy} r="3" />)}
      {series.length < 12 &&
        rule.map(([cx, cy]) => <circle key={cx} className={styles.ruleDot} cx={cx} cy={cy} r="2.5" />)}
      <text className={styles.ownLabel} x={labelX} y={(ends[0] ?? 0) + 4}>
        Daymark
      </text>
      <text className={styles.ruleLabel} x={labelX} y={(ends[1] ?? 0) + 4}>
        {COMPARED[target]?.short}
      </text>
    </svg>
  );
}
