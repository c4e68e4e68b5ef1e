import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEmbedder } from '../ml/embedding/index.ts';
import { ReplaySession } from '../ml/learning/index.ts';
import { PREDICTORS } from '../ml/predictors/index.ts';
import { readHistory } from './replay-score.ts';

/**
 * Draws `docs/pictures/learning-*.svg` from a replay: `node bench/learning-plots.ts HISTORY.jsonl`. Error over time
 * beside the running median of the same project, and how often the range held what came.
 */

interface Point {
  readonly model: number;
  readonly baseline: number;
  readonly inside: number;
}

const WINDOW = 250;
const WIDTH = 640;
const HEIGHT = 240;
const MARGIN = 44;

const path = process.argv[2];
if (!path) {
  process.stderr.write('usage: node bench/learning-plots.ts HISTORY.jsonl\n');
  process.exit(2);
}
const folder = fileURLToPath(new URL('../docs/images', import.meta.url));
mkdirSync(folder, { recursive: true });
const points = await replay(path);
const half = (pick: (p: Point) => number): number[] => rolling(points.map(pick), middle);
writeFileSync(
  join(folder, 'learning-error.svg'),
  chart(
    'median |log2 error|, the last 250 tasks',
    [0.6, 1.6],
    [
      { name: 'Daymark', colour: '#2f6fde', values: half((p) => p.model) },
      { name: 'running median of the project', colour: '#999999', values: half((p) => p.baseline) },
    ],
  ),
);
const share = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
writeFileSync(
  join(folder, 'learning-coverage.svg'),
  chart(
    'inside the 80 % range, the last 250 tasks',
    [0.6, 1],
    [
      {
        name: 'Daymark',
        colour: '#2f6fde',
        values: rolling(
          points.map((p) => p.inside),
          share,
        ),
      },
      { name: 'promised', colour: '#999999', values: points.slice(WINDOW).map(() => 0.8) },
    ],
  ),
);

async function replay(file: string): Promise<Point[]> {
  const modelDir = fileURLToPath(new URL('../resources/models/minilm', import.meta.url));
  const embedder = await createEmbedder({ modelDir, threads: 1 });
  const session = new ReplaySession({
    targets: ['duration'],
    ownEstimate: false,
    embed: (t) => embedder.embed(t),
    tz: 'UTC',
    predictors: PREDICTORS,
  });
  const tasks = readHistory(file);
  const found: Point[] = [];
  for (const [i, task] of tasks.entries()) {
    const { duration } = await session.next(task);
    const actual = task.actualMin ?? 0;
    if (!duration || actual <= 0 || i < 60) continue;
    const known = tasks
      .slice(0, i)
      .filter((t) => t.project === task.project && (t.completedAt ?? '~') < task.createdAt);
    const baseline = middle(known.flatMap((t) => (t.actualMin ? [t.actualMin] : [])));
    if (!(baseline > 0)) continue;
    const error = (minutes: number): number => Math.abs(Math.log2(minutes / actual));
    const inside = Number(duration.p10 <= actual && actual <= duration.p90);
    found.push({ model: error(duration.p50), baseline: error(baseline), inside });
  }
  await embedder.close();
  return found;
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function rolling(values: readonly number[], summary: (window: readonly number[]) => number): number[] {
  return values.slice(WINDOW).map((_, i) => summary(values.slice(i, i + WINDOW)));
}

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly number[];
}

function chart(title: string, [low, high]: readonly [number, number], lines: readonly Line[]): string {
  const length = Math.max(...lines.map((l) => l.values.length));
  const x = (i: number): string => (MARGIN + (i / length) * (WIDTH - MARGIN - 12)).toFixed(1);
  const y = (v: number): string => (HEIGHT - 28 - ((v - low) / (high - low)) * (HEIGHT - 64)).toFixed(1);
  const ticks = Array.from({ length: 5 }, (_, k) => low + ((high - low) * k) / 4);
  const grid = ticks.map(
    (v) =>
      `<line x1="${MARGIN}" x2="${WIDTH - 12}" y1="${y(v)}" y2="${y(v)}" stroke="#e4e4e4"/><text x="${MARGIN - 6}" y="${Number(y(v)) + 4}" text-anchor="end">${v.toFixed(2)}</text>`,
  );
  const drawn = lines.map(({ values, colour }) => {
    const step = Math.max(1, Math.floor(values.length / 300));
    const at = values.flatMap((v, i) =>
      i % step === 0 ? [`${x(i)},${y(Math.min(high, Math.max(low, v)))}`] : [],
    );
    return `<polyline fill="none" stroke="${colour}" stroke-width="1.6" points="${at.join(' ')}"/>`;
  });
  const legend = lines.map(
    (l, i) => `<text x="${MARGIN + 300 + i * 90}" y="18" fill="${l.colour}">${l.name}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#ffffff"/><text x="${MARGIN}" y="18" font-size="12">${title}</text>${grid.join('')}${drawn.join('')}${legend.join('')}<text x="${WIDTH - 12}" y="${HEIGHT - 8}" text-anchor="end">tasks, in time order</text></svg>\n`;
}
