import type { InsightCharts } from '../../../core/insights.ts';
import { minutes, percent } from '../../wording/format.ts';
import { linear, linePath, ticks, type Point } from './chart.ts';
import { DAYS, dayWords, energyWords, estimateWords, hoursOf, weekWords } from './pictures.ts';
import styles from './insights.module.css';

const WIDTH = 560;
const TICK_GAP = 8;

/** How much gets done by weekday and hour; pale where there is little. */
export function EnergyMap({ energy }: { energy: InsightCharts['energy'] }) {
  const hours = hoursOf(energy);
  const most = Math.max(1, ...energy.map((cell) => cell.minutes));
  const at = new Map(energy.map((cell) => [`${cell.weekday} ${cell.hour}`, cell]));
  const size = (WIDTH - 40) / hours.length;
  const height = 26;
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${WIDTH} ${7 * height + 26}`}
      role="img"
      aria-label={energyWords(energy)}
    >
      {DAYS.map((day, row) => (
        <g key={day}>
          <text className={styles.tick} x="0" y={row * height + 17}>
            {day}
          </text>
          {hours.map((hour, column) => {
            const cell = at.get(`${row + 1} ${hour}`);
            return (
              <rect
                key={hour}
                className={styles.cell}
                x={40 + column * size}
                y={row * height}
                width={size - 3}
                height={height - 3}
                rx="4"
                fillOpacity={cell ? 0.08 + 0.92 * (cell.minutes / most) : 0.05}
              >
                <title>{`${day} ${hour}:00: ${cell ? `${minutes(cell.minutes)}, ${cell.tasks} tasks` : 'nothing'}`}</title>
              </rect>
            );
          })}
        </g>
      ))}
      {hours.map((hour, column) =>
        hours.length > 14 && column % 2 === 1 ? null : (
          <text key={hour} className={styles.tick} x={40 + column * size} y={7 * height + 18}>
            {hour}
          </text>
        ),
      )}
    </svg>
  );
}

const SCATTER = { left: 52, right: 548, top: 10, bottom: 196, height: 222 };
const LENGTHS = [5, 10, 20, 30, 60, 120, 240, 480, 960];

/** Estimates against what tasks took, both in doublings; on the line they were right, in the band within a factor of 1.5. */
export function EstimateScatter({ estimates }: { estimates: InsightCharts['estimates'] }) {
  const logs = estimates.flatMap((one) => [
    Math.log2(one.estimateMin),
    Math.log2(Math.max(1, one.actualMin)),
  ]);
  const [low, high] = [Math.min(...logs) - 0.3, Math.max(...logs) + 0.3];
  const x = linear([low, high], [SCATTER.left, SCATTER.right]);
  const y = linear([low, high], [SCATTER.bottom, SCATTER.top]);
  const band = Math.log2(1.5);
  const marks = LENGTHS.filter((length) => Math.log2(length) > low && Math.log2(length) < high);
  const corners = [
    [low, low],
    [low + band, low],
    [high, high - band],
    [high, high],
    [high - band, high],
    [low, low + band],
  ].map(([a, b]) => `${x(a!)},${y(b!)}`);
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${WIDTH} ${SCATTER.height}`}
      role="img"
      aria-label={estimateWords(estimates)}
    >
      <polygon className={styles.band} points={corners.join(' ')} />
      {marks.map((length) => (
        <g key={length}>
          <line
            className={styles.grid}
            x1={SCATTER.left}
            x2={SCATTER.right}
            y1={y(Math.log2(length))}
            y2={y(Math.log2(length))}
          />
          <text
            className={styles.tick}
            x={SCATTER.left - TICK_GAP}
            y={y(Math.log2(length)) + 4}
            textAnchor="end"
          >
            {minutes(length)}
          </text>
          <text className={styles.tick} x={x(Math.log2(length))} y={SCATTER.height - 6} textAnchor="middle">
            {minutes(length)}
          </text>
        </g>
      ))}
      <line className={styles.ideal} x1={x(low)} y1={y(low)} x2={x(high)} y2={y(high)} />
      {estimates.map((one) => (
        <circle
          key={one.id}
          className={styles.point}
          cx={x(Math.log2(one.estimateMin))}
          cy={y(Math.log2(Math.max(1, one.actualMin)))}
          r="3"
        >
          <title>{`${one.title}: estimated ${minutes(one.estimateMin)}, took ${minutes(Math.round(one.actualMin))}`}</title>
        </circle>
      ))}
    </svg>
  );
}

const TREND = { left: 52, right: 500, top: 12, bottom: 176, height: 206 };

/** Of what was listed, how much got done, week by week, over the number of tasks finished. */
export function WeekTrend({ weeks }: { weeks: InsightCharts['weeks'] }) {
  const x = linear([0, Math.max(1, weeks.length - 1)], [TREND.left + 8, TREND.right]);
  const y = linear([0, 1], [TREND.bottom, TREND.top]);
  const marks = ticks(Math.max(1, ...weeks.map(({ finished }) => finished)), 3);
  const bar = linear([0, marks.at(-1)!], [0, TREND.bottom - TREND.top]);
  const line = weeks.flatMap(({ share }, i): Point[] => (share === null ? [] : [[x(i), y(share)]]));
  const wide = Math.min(18, (TREND.right - TREND.left) / Math.max(1, weeks.length) - 3);
  const end = line.at(-1);
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${WIDTH} ${TREND.height}`}
      role="img"
      aria-label={weekWords(weeks)}
    >
      {[0, 0.5, 1].map((mark) => (
        <g key={mark}>
          <line className={styles.grid} x1={TREND.left} x2={TREND.right + 8} y1={y(mark)} y2={y(mark)} />
          <text className={styles.tick} x={TREND.left - TICK_GAP} y={y(mark) + 4} textAnchor="end">
            {percent(mark)}
          </text>
        </g>
      ))}
      {weeks.map((week, i) => (
        <rect
          key={week.from}
          className={styles.bar}
          x={x(i) - wide / 2}
          y={TREND.bottom - bar(week.finished)}
          width={wide}
          height={bar(week.finished)}
        >
          <title>{`Week of ${dayWords(week.from)}: ${week.finished} finished, ${week.added} added`}</title>
        </rect>
      ))}
      <path className={styles.own} d={linePath(line)} />
      {line.length < 3 &&
        line.map(([cx, cy]) => <circle key={cx} className={styles.ownDot} cx={cx} cy={cy} r="3" />)}
      {end && (
        <text className={styles.ownLabel} x={end[0] + 10} y={end[1] + 4}>
          done
        </text>
      )}
      <text className={styles.tick} x={TREND.left} y={TREND.height - 6}>
        {weeks[0] && dayWords(weeks[0].from)}
      </text>
      <text className={styles.tick} x={TREND.right + 8} y={TREND.height - 6} textAnchor="end">
        {weeks.length > 0 && dayWords(weeks.at(-1)!.from)}
      </text>
    </svg>
  );
}

/** Lengths beside their names, longest first. */
export function Bars({
  bars,
  label,
}: {
  bars: readonly { name: string; value: number; words: string }[];
  label: string;
}) {
  const most = Math.max(Number.MIN_VALUE, ...bars.map(({ value }) => value));
  const row = 26;
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${WIDTH} ${Math.max(1, bars.length) * row + 4}`}
      role="img"
      aria-label={label}
    >
      {bars.map(({ name, value, words }, i) => (
        <g key={name}>
          <text className={styles.tick} x="0" y={i * row + 16}>
            {name.length > 18 ? `${name.slice(0, 17)}…` : name}
          </text>
          <rect
            className={styles.solid}
            x="130"
            y={i * row + 5}
            width={Math.max(2, (value / most) * 320)}
            height="14"
            rx="3"
          />
          <text className={styles.tick} x={138 + Math.max(2, (value / most) * 320)} y={i * row + 16}>
            {words}
          </text>
        </g>
      ))}
    </svg>
  );
}
