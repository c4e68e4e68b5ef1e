import { seededRandom } from '../../core/random.ts';
import type { HistoryTask } from '../../core/replay.ts';
import { VECTOR_WIDTH } from '../../core/vector.ts';

const KINDS = [
  { title: 'Write report', project: 'Office', minutes: 120 },
  { title: 'Answer mail', project: 'Office', minutes: 20 },
  { title: 'Standup', project: 'Office', minutes: 15 },
  { title: 'Buy groceries', project: 'Home', minutes: 45 },
  { title: 'Clean kitchen', project: 'Home', minutes: 30 },
  { title: 'Read paper', project: 'Study', minutes: 90 },
] as const;

export interface HistoryShape {
  readonly tasks: number;
  readonly seed: number;
  /** Standard deviation of durations around their kind, log2. */
  readonly noise?: number;
}

/** A made-up person's history in time order: a few kinds of task, round amounts, some left undone. */
export function madeUpHistory({ tasks, seed, noise = 0.4 }: HistoryShape): HistoryTask[] {
  const random = seededRandom(seed);
  const start = Date.UTC(2025, 0, 6, 8);
  let now = start;
  return Array.from({ length: tasks }, (_, i) => {
    now += Math.floor(random() * 8 * 3_600_000);
    const kind = KINDS[Math.floor(random() * KINDS.length)]!;
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const actualMin = Math.max(5, Math.round((kind.minutes * 2 ** (noise * normal)) / 5) * 5);
    const finished = random() < 0.9;
    const completedAt = new Date(now + Math.floor(random() * 48) * 3_600_000).toISOString();
    return {
      id: i + 1,
      title: `${kind.title} ${i % 7}`,
      project: kind.project,
      tags: random() < 0.3 ? ['deep'] : [],
      priority: 1 + Math.floor(random() * 4),
      estimateMin: Math.round(kind.minutes / 15) * 15,
      actualMin: finished ? actualMin : null,
      createdAt: new Date(now).toISOString(),
      completedAt: finished ? completedAt : null,
    };
  });
}

const vectors = new Map<string, Float32Array>();

/** A stand-in for the language model: words hashed onto 384 numbers, so that shared words mean likeness. */
export function hashedVector(text: string): Float32Array {
  const known = vectors.get(text);
  if (known) return known;
  const vector = new Float32Array(VECTOR_WIDTH);
  for (const word of text.toLowerCase().split(/\s+/)) {
    let hash = 2_166_136_261;
    for (const letter of word) hash = Math.imul(hash ^ letter.codePointAt(0)!, 16_777_619);
    const random = seededRandom(hash);
    for (let i = 0; i < vector.length; i++) vector[i]! += random() - 0.5;
  }
  const length = Math.hypot(...vector) || 1;
  const made = vector.map((v) => v / length);
  vectors.set(text, made);
  return made;
}

export function hashedEmbed(texts: string[]): Promise<Float32Array[]> {
  return Promise.resolve(texts.map(hashedVector));
}
