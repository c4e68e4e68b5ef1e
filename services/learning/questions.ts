import { z } from 'zod';
import type { LearningQuestion } from '../../core/domain/learning.ts';
import type { Task } from '../../core/domain/task.ts';
import { taskId, type TaskId } from '../../core/ids.ts';
import { vantageOf, type ServiceContext } from '../context.ts';
import type { Learner } from './learner.ts';

/**
 * At most two short questions a day, each where the answer lowers uncertainty most: the length of a task whose guess
 * is wide, or which of two tasks comes first whose places are a toss-up. Nothing is asked that would change little.
 */

const A_DAY = 2;
/** Factors of two between p10 and p90 below which a guess is good enough to plan with. */
const GOOD_ENOUGH = 1.6;
/** Scores nearer to each other than this are a toss-up. */
const TOSS_UP = 0.04;
/** Choices after which a single one more teaches little. */
const ORDER_KNOWN = 60;
const NEAR_TOP = 8;

const asked = z.object({
  day: z.string(),
  answered: z.int(),
  /** What was asked lately, so that nobody is asked the same twice. */
  seen: z.array(z.string()),
});
type Asked = z.infer<typeof asked>;
const KEY = 'learning.questions';
const SEEN_KEPT = 60;

export class Questions {
  readonly #ctx: ServiceContext;
  readonly #learner: Learner;

  constructor(ctx: ServiceContext, learner: Learner) {
    this.#ctx = ctx;
    this.#learner = learner;
  }

  /** The question worth most now; null when there were two today, or when no answer would help. */
  current(): LearningQuestion | null {
    const state = this.#state();
    if (state.answered >= A_DAY) return null;
    const open = this.#ctx.db.tasks.open();
    const candidates = [...widest(open), ...this.#tossUps(open)].filter(
      ({ question }) => !state.seen.includes(question.id),
    );
    candidates.sort((a, b) => b.gain - a.gain);
    return candidates[0]?.question ?? null;
  }

  /** A question was answered or put aside; either way it counts for the day. */
  settled(id: string): void {
    const state = this.#state();
    const next: Asked = {
      day: state.day,
      answered: state.answered + 1,
      seen: [...state.seen, id].slice(-SEEN_KEPT),
    };
    this.#ctx.db.settings.setState(KEY, JSON.stringify(next));
  }

  #tossUps(open: readonly Task[]): { gain: number; question: LearningQuestion }[] {
    const known = this.#learner.status?.priority.known ?? 0;
    if (known >= ORDER_KNOWN) return [];
    const top = open
      .filter((task) => task.priorityScore !== null && task.start === null)
      .sort((a, b) => (b.priorityScore?.score ?? 0) - (a.priorityScore?.score ?? 0))
      .slice(0, NEAR_TOP);
    return top.slice(1).flatMap((task, i) => {
      const other = top[i];
      const apart = (other?.priorityScore?.score ?? 1) - (task.priorityScore?.score ?? 0);
      if (!other || apart > TOSS_UP || task.projectId === other.projectId) return [];
      const question: LearningQuestion = {
        kind: 'order',
        id: `order:${other.id}:${task.id}`,
        first: { taskId: other.id, title: other.title },
        second: { taskId: task.id, title: task.title },
      };
      return [{ gain: 2 - known / ORDER_KNOWN, question }];
    });
  }

  #state(): Asked {
    const today = vantageOf(this.#ctx).local.slice(0, 10);
    const blank: Asked = { day: today, answered: 0, seen: [] };
    const text = this.#ctx.db.settings.state(KEY);
    if (text === null) return blank;
    const parsed = asked.safeParse(parsedJson(text));
    if (!parsed.success) return blank;
    return parsed.data.day === today ? parsed.data : { ...parsed.data, day: today, answered: 0 };
  }
}

/** Guesses by how far they reach, counted more when tasks of the same project would be known better too. */
function widest(open: readonly Task[]): { gain: number; question: LearningQuestion }[] {
  const unknown = open.filter((task) => task.durationMin === null && task.predicted !== null);
  const byProject = new Map<string | null, number>();
  for (const { projectId } of unknown) byProject.set(projectId, (byProject.get(projectId) ?? 0) + 1);
  return unknown.flatMap((task) => {
    const { predicted } = task;
    if (!predicted) return [];
    const width = Math.log2(predicted.p90 / predicted.p10);
    if (width < GOOD_ENOUGH) return [];
    const others = task.projectId === null ? 0 : (byProject.get(task.projectId) ?? 1) - 1;
    const question: LearningQuestion = {
      kind: 'duration',
      id: `duration:${task.id}`,
      taskId: task.id,
      title: task.title,
      low: predicted.p10,
      likely: predicted.p50,
      high: predicted.p90,
    };
    return [{ gain: (width - GOOD_ENOUGH) * (1 + Math.min(4, others) / 4), question }];
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The tasks that a question is about; empty for an id of another kind. */
export function tasksOfQuestion(id: string): TaskId[] {
  const [kind, ...ids] = id.split(':');
  return kind === 'order' || kind === 'duration' ? ids.map((one) => taskId.parse(one)) : [];
}
