import type { ChoiceMoment, OrderedTask } from '../../../core/ml-contract/index.ts';
import type { Message } from '../../../core/messages/message.ts';
import type { Described, Effects } from './effects.ts';
import { urgencyTerms } from './baseline.ts';
import { URGENCY_PULL } from './base-models.ts';

const SHOWN = 3;
/** Log odds below which a habit is not worth a sentence. */
const WORTH_SAYING = 0.25;

interface Reason {
  readonly message: Message;
  readonly strength: number;
}

/** Why a task stands where it does: what urgency says and the person's own habits, strongest first. */
export function reasonsOf(
  task: OrderedTask,
  moment: ChoiceMoment,
  effects: Effects | null,
  described: readonly Described[],
): Message[] {
  const reasons = urgencyReasons(task);
  if (effects) reasons.push(...habitReasons(task, moment, effects, described));
  const best = reasons.toSorted((a, b) => b.strength - a.strength);
  // One sentence of each kind: "Finance on Mondays" and "Finance" would say the same twice.
  const seen = new Set<string>();
  return best
    .filter(({ message }) => !seen.has(message.key) && seen.add(message.key))
    .slice(0, SHOWN)
    .map((r) => r.message);
}

/** Kinds of labels that tell of the same habit: together they weigh, the strongest speaks. */
const FAMILIES: Readonly<Record<string, string>> = {
  project: 'project',
  projectDay: 'project',
  projectPart: 'project',
  liftDay: 'project',
  liftHour: 'project',
  liftToday: 'project',
  liftLately: 'project',
  same: 'project',
  tag: 'tag',
  tagPart: 'tag',
  length: 'length',
  lengthPart: 'length',
  minutes: 'length',
  energyPart: 'energy',
  days: 'days',
};

function habitReasons(
  task: OrderedTask,
  moment: ChoiceMoment,
  effects: Effects,
  described: readonly Described[],
): Reason[] {
  const families = new Map<string, { total: number; strongest: number; message: Message | null }>();
  for (const { key, size } of described) {
    const family = FAMILIES[key.split('|')[0] ?? ''];
    if (family === undefined) continue;
    const strength = effects.weight(key) * size;
    const so = families.get(family) ?? { total: 0, strongest: 0, message: null };
    so.total += strength;
    const message = strength > so.strongest ? habit(key, task, moment) : null;
    if (message) Object.assign(so, { message, strongest: strength });
    families.set(family, so);
  }
  return [...families.values()].flatMap(({ total, message }) =>
    message && total > WORTH_SAYING ? [{ message, strength: total }] : [],
  );
}

function urgencyReasons(task: OrderedTask): Reason[] {
  const terms = urgencyTerms(task);
  const reasons: Reason[] = [];
  const say = (key: string, points: number, params: Message['params'] = {}): void => {
    if (points > 0) reasons.push({ message: { key, params }, strength: URGENCY_PULL * points });
  };
  const { dueInDays } = task;
  if (dueInDays !== null && dueInDays < 7) {
    const days = Math.floor(dueInDays);
    if (days < 0) say('priority.overdue', terms.due, { days: -days });
    else say(days === 0 ? 'priority.dueToday' : 'priority.due', terms.due, { days });
  }
  if (task.priority < 4) say('priority.priority', terms.priority, { priority: task.priority });
  say('priority.blocking', terms.blocking, { count: task.blocking });
  say('priority.scheduled', terms.scheduled);
  if (task.active) say('priority.active', 4);
  if (task.ageDays >= 14) say('priority.old', terms.age, { days: Math.floor(task.ageDays) });
  return reasons;
}

/** A label effect as a sentence; null for those that no one would say aloud. */
function habit(key: string, task: OrderedTask, moment: ChoiceMoment): Message | null {
  const [kind = ''] = key.split('|');
  const { project } = task;
  if (kind === 'project' && project !== null) return { key: 'priority.project', params: { project } };
  if ((kind === 'projectDay' || kind === 'liftDay') && project !== null) {
    return { key: 'priority.projectDay', params: { project, weekday: moment.weekday } };
  }
  if ((kind === 'projectPart' || kind === 'liftHour') && project !== null)
    return { key: 'priority.projectPart', params: { project, hour: moment.hour } };
  if (kind === 'tag' || kind === 'tagPart')
    return { key: 'priority.tag', params: { tag: key.split('|')[1] ?? '' } };
  if (kind === 'length' || kind === 'lengthPart' || kind === 'minutes') {
    return task.durationMin === null
      ? null
      : { key: 'priority.length', params: { minutes: Math.round(task.durationMin) } };
  }
  if (kind === 'energyPart' && task.energy !== null)
    return { key: 'priority.energy', params: { energy: task.energy, hour: moment.hour } };
  if (
    ['same', 'liftToday', 'liftLately'].includes(kind) &&
    task.project === moment.lastProject &&
    project !== null
  )
    return { key: 'priority.same', params: { project } };
  return kind === 'days' ? { key: 'priority.old', params: { days: Math.floor(task.ageDays) } } : null;
}
