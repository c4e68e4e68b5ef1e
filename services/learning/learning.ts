import { DaymarkError } from '../../core/errors.ts';
import type { LearningOverview, PredictionLogView } from '../../core/domain/learning.ts';
import type { DurationPrediction, Likelihood } from '../../core/domain/prediction.ts';
import type { Task } from '../../core/domain/task.ts';
import type { ParsedFields } from '../../core/language.ts';
import {
  learnedDuration,
  type LearnerStatus,
  type LearnerTarget,
  type OrderChoice,
  type Predictions,
} from '../../core/ml-contract/index.ts';
import type { FeedbackRecord } from '../../db/index.ts';
import { targetsOf, requestTimeOf, type ServiceContext, type RequestTime } from '../context.ts';
import { runIntent } from '../intent.ts';
import type { WriteEvent } from '../write-events.ts';
import { earlyOutcomes } from './early-outcomes.ts';
import { choiceOf, lineOf } from './examples.ts';
import { afterVerdict, durationOf } from './duration-prediction.ts';
import { Learner } from './learner.ts';
import { Models } from './models.ts';
import { Ordering, type ChoiceEvent } from './ordering.ts';
import { predictionLogViews, overviewOf } from './overview.ts';
import { Questions, tasksOfQuestion } from './questions.ts';
import { WorkPreferences } from './work-preferences.ts';
import { knownOf, Training } from './training.ts';

/** From here on the learner is better than the nearest neighbours alone. */
const MIN_KNOWN = 10;
/** From here on it is shown how likely a task is to be done. */
const MIN_CLOSED = 30;
/** Open tasks that are predicted again with a new model. */
const MAX_PREDICTED_AGAIN = 200;
/** Guesses of one task that are looked through for verdicts. */
const MAX_VERDICTS = 6;

/** What is predicted for a task before it is done. */
export interface TaskPrediction {
  /** Null while the model knows too little or loses to its baseline. */
  duration: DurationPrediction | null;
  /** How likely it is to be done, where that is worth showing. */
  likelihood: Likelihood | null;
  /** By target, as the predictors said it. */
  predictions: Predictions;
  /** The features all this was predicted from, base64. */
  row: string | null;
}

/** The loop of learning: guess, see what happens, learn, train, and show how good it was. */
export class Learning {
  readonly training: Training;
  readonly ordering: Ordering;
  readonly workPreferences: WorkPreferences;
  readonly #ctx: ServiceContext;
  readonly #models: Models;
  readonly #learner: Learner;
  readonly #questions: Questions;
  readonly #missed = new Set<Task['id']>();
  #working = 0;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
    this.#models = new Models(ctx);
    this.#learner = new Learner(ctx, this.#models, (status, trained) => this.#loaded(status, trained));
    this.#questions = new Questions(ctx, this.#learner);
    this.ordering = new Ordering(ctx, this.#learner);
    this.workPreferences = new WorkPreferences(ctx);
    this.training = new Training(ctx, {
      learner: this.#learner,
      models: this.#models,
      trained: (target) => this.#trained(target),
    });
    ctx.writeEvents.subscribe((event) => this.#onWriteEvent(event));
  }

  #onWriteEvent(event: WriteEvent): void {
    if (event.type === 'choiceMade') this.#chosen(event);
    // What was learned from it has to go, and the stored past no longer has it.
    else if (event.revised) this.#learner.forget();
    else this.#closed(event.taskId);
  }

  #loaded(status: LearnerStatus, trained: readonly LearnerTarget[]): void {
    for (const target of trained) this.#trained(target);
    if (!trained.includes('duration')) this.#predictMissed();
    this.#missed.clear();
    this.training.consider(status);
    this.#conclude(status);
  }

  /** What was asked about while the learner was being loaded got a simpler guess. */
  #predictMissed(): void {
    const { db, clock, wake } = this.#ctx;
    if (this.#missed.size === 0) return;
    const modelVersion = `loaded-${clock()}`;
    db.transaction(() => {
      for (const { id, revision, status } of db.tasks.getMany([...this.#missed]))
        if (status === 'open')
          db.jobs.enqueue({ kind: 'predict', taskId: id, revision, modelVersion }, clock());
    });
    wake();
  }

  /** Tells the learners what became of tasks that are still open; a loaded state may know it already. */
  #conclude({ givenUpAfterMs }: LearnerStatus): void {
    const outcomes = earlyOutcomes(this.#ctx, givenUpAfterMs);
    if (outcomes.length === 0) return;
    this.#later(async () => this.training.consider(await this.#learner.conclude(outcomes)));
  }

  /** The ml process answers (again), or its embedding model has come. */
  mlReady(): void {
    this.workPreferences.cleanUp();
    if (this.#ctx.ml.state.embedding === 'unavailable') this.vectorsReady();
    this.training.wake();
  }

  /** No task waits for its vector any more. */
  vectorsReady(): void {
    this.#later(() => this.#learner.vectorsReady());
  }

  /** Whether nothing is on its way to the learner. Training goes on by itself and is not waited for. */
  idle(): boolean {
    return this.#working === 0;
  }

  /** What the person's own models say of a task; null while they are away. */
  async predict(task: Task, vector: Float32Array | null): Promise<TaskPrediction | null> {
    const [answer] =
      (await this.#learner.predict([lineOf(this.#ctx, task)], [vector], false).catch(awayOnly)) ?? [];
    if (!answer) {
      this.#missed.add(task.id);
      return null;
    }
    const { predictions, row } = answer;
    return {
      duration: this.#usable(predictions, vector),
      likelihood: this.#likelihood(predictions),
      predictions,
      row,
    };
  }

  /** Before enough tasks were done or given up, a likelihood says more about the program than about the task. */
  #likelihood({ completion }: Predictions): Likelihood | null {
    if (!completion || knownOf(this.#learner.status, 'completion') < MIN_CLOSED) return null;
    return { probability: completion.value, rate: completion.baseline ?? completion.value };
  }

  /** A guess after what the person said of the guesses before it for the same task. */
  afterVerdicts(task: Task, guess: DurationPrediction): DurationPrediction {
    const { db } = this.#ctx;
    const said = db.predictions
      .forTask(task.id, 'duration')
      .slice(0, MAX_VERDICTS)
      .flatMap(({ id }) => db.feedback.forPrediction(id))
      .sort((a, b) => a.at - b.at);
    return said.reduce((now, { verdict }) => afterVerdict(now, verdict), guess);
  }

  /** The same for a line that is no task yet. */
  async draft(
    fields: ParsedFields,
    requestTime: RequestTime,
    vector: readonly number[],
  ): Promise<DurationPrediction | null> {
    const line = {
      id: 'draft',
      title: fields.title,
      project: fields.project,
      tags: fields.tags,
      priority: fields.priority,
      createdAt: new Date(requestTime.at).toISOString(),
    };
    const own = Float32Array.from(vector);
    const answers = await this.#learner.predict([line], [own], true).catch(awayOnly);
    return answers?.[0] ? this.#usable(answers[0].predictions, own) : null;
  }

  #usable({ duration }: Predictions, vector: Float32Array | null): DurationPrediction | null {
    const status = this.#learner.status?.targets['duration'];
    if (!duration || !status || status.usesBaseline || vector === null) return null;
    const answer = learnedDuration.parse(duration);
    if (status.known < MIN_KNOWN || answer.source === 'prior' || answer.source === 'default') return null;
    return durationOf(answer, status.known);
  }

  /** Before there are own tasks to go by, general knowledge is moved by what was said of own estimates. */
  paced(guess: DurationPrediction): DurationPrediction {
    const known = knownOf(this.#learner.status, 'duration');
    const pace = this.#learner.status?.pace ?? 0;
    if (guess.source === 'similar' || known >= MIN_KNOWN) return guess;
    const factor = 2 ** (pace * (1 - known / MIN_KNOWN));
    const [p10 = 1, p50 = 1, p90 = 1] = [guess.p10, guess.p50, guess.p90].map((minutes) =>
      Math.max(1, Math.round(minutes * factor)),
    );
    return { ...guess, p10, p50, p90 };
  }

  /** Settings changed; what was said at the first run is part of what the learners begin with. */
  settingsChanged(): void {
    this.#learner.forget();
  }

  /** A past came from elsewhere; it is learned from as if it had always been here. */
  pastImported(): void {
    this.#learner.forget();
  }

  /** Which version answered, for the prediction log. */
  version(target: LearnerTarget): string {
    return `${target}-${this.#models.active(target) ?? 0}`;
  }

  /** A task was done or given up. */
  #closed(id: Task['id']): void {
    const task = this.#ctx.db.tasks.get(id);
    if (!task) return;
    this.#questions.finished(task);
    this.#later(async () => {
      const status = await this.#learner.observe(task);
      if (task.actualMin !== null || task.status === 'dropped') this.workPreferences.learn(task);
      this.training.consider(status);
    });
  }

  /** What an answer to a question brought is measured. */
  #chosen({ choice, event, asked }: Extract<WriteEvent, { type: 'choiceMade' }>): void {
    const other = choice.open.find(({ id }) => id !== choice.chosenId);
    const learn = (): Promise<void> => this.#learn(choice, event);
    if (!asked || !other) return this.#later(learn);
    this.#later(() => this.#questions.orderTold([choice.chosenId, other.id], learn));
  }

  async #learn(choice: OrderChoice, event: ChoiceEvent): Promise<void> {
    await this.ordering.chosen(choice, event);
    await this.#questions.chosen();
    this.training.consider(this.#learner.status);
  }

  /** A prediction is stored. */
  predicted(task: Task, guess: DurationPrediction): void {
    this.#questions.predicted(task.id, guess);
  }

  /** One key on a guess: too long and too short move this task's guess at once, "not now" is a choice against it. */
  verdict(task: Task, verdict: FeedbackRecord['verdict'], requestTime: RequestTime): void {
    const { db, clock, wake } = this.#ctx;
    if (task.status !== 'open') return;
    if (verdict === 'notNow') {
      const next = db.tasks
        .open()
        .filter((other) => other.id !== task.id && other.start === null && other.priorityScore !== null)
        .sort((a, b) => (b.priorityScore?.score ?? 0) - (a.priorityScore?.score ?? 0))[0];
      if (next) this.#prefer(next, task, requestTime);
      return;
    }
    const modelVersion = `verdict-${clock()}`;
    const { id, revision } = task;
    if (db.jobs.enqueue({ kind: 'predict', taskId: id, revision, modelVersion }, clock())) wake();
  }

  /** The person said that one of two comes first. */
  #prefer(first: Task, second: Task, requestTime: RequestTime, asked = false): void {
    const taken = choiceOf(first, [first, second], requestTime, null);
    if (!taken) return;
    const choice: OrderChoice = { ...taken, compared: true };
    runIntent(this.#ctx, { name: 'learning.compare', requestTime, undoable: false }, (intent) =>
      intent.behavior('reordered', first.id, { choice, asked }),
    );
  }

  predictionLog(): Promise<PredictionLogView[]> {
    return predictionLogViews(this.#ctx, this.#learner);
  }

  /** Loads the learner when it isn't, so that the page shows how it stands. */
  async overview(): Promise<LearningOverview> {
    if (this.#ctx.ml.state.process === 'ready') await this.#learner.loadSoon().catch(awayOnly);
    return overviewOf(this.#ctx, {
      learner: this.#learner,
      models: this.#models,
      training: this.training,
      questions: this.#questions,
    });
  }

  /** Back to an older version, or with null to the base model. @throws DaymarkError `notFound`, `stateDamaged` */
  async rollback(target: LearnerTarget, version: number | null): Promise<LearningOverview> {
    if (!targetsOf(this.#ctx).some(({ name }) => name === target))
      throw new DaymarkError('notFound', { what: 'predictor', id: target });
    this.training.cancel();
    this.#models.rollback(target, version, knownOf(this.#learner.status, target));
    this.#learner.forget();
    await this.#learner.load().catch(awayOnly);
    this.#trained(target);
    return this.overview();
  }

  /** Answers the question of the day; no answer puts it aside. */
  async answer(given: { id: string; minutes?: number; firstId?: string }): Promise<LearningOverview> {
    const { db } = this.#ctx;
    const tasks = db.tasks.getMany(tasksOfQuestion(given.id)).filter((task) => task.status === 'open');
    const requestTime = requestTimeOf(this.#ctx);
    const [one, other] = tasks;
    const stated = given.minutes !== undefined || given.firstId !== undefined;
    if (given.minutes !== undefined && one && !other) this.#setLength(one, given.minutes, requestTime);
    if (given.firstId !== undefined) {
      const first = tasks.find((task) => task.id === given.firstId);
      const second = tasks.find((task) => task.id !== given.firstId);
      if (!first || !second) throw new DaymarkError('notFound', { what: 'task', id: given.firstId });
      this.#prefer(first, second, requestTime, true);
    }
    this.#questions.settled(given.id, stated);
    this.#ctx.hub.publish({ topic: 'learning' });
    return this.overview();
  }

  #setLength(task: Task, minutes: number, requestTime: RequestTime): void {
    const [, ...similar] = this.#questions.lengthTold(task);
    runIntent(this.#ctx, { name: 'learning.answer', requestTime, about: task.title }, (intent) => {
      const after = this.#ctx.db.tasks.update(task.id, { durationMin: minutes }, requestTime.at);
      intent.behavior('edited', task.id, { fields: ['durationMin'], asked: true });
      const modelVersion = this.#ctx.ml.state.modelVersion ?? '';
      intent.job({ kind: 'predict', taskId: task.id, revision: after.revision, modelVersion });
      // What was said may help to guess the others like it.
      const again = `told-${task.id}-${requestTime.at}`;
      for (const { id, revision } of similar)
        intent.job({ kind: 'predict', taskId: id, revision, modelVersion: again });
    });
  }

  /** Another model answers from now on: what is open is predicted again. */
  #trained(target: LearnerTarget): void {
    const { db, clock, wake, hub } = this.#ctx;
    hub.publish({ topic: 'learning' });
    if (target !== 'duration') return;
    const modelVersion = `${this.version('duration')}-${clock()}`;
    db.transaction(() => {
      for (const { id, revision } of db.tasks.open().slice(-MAX_PREDICTED_AGAIN))
        db.jobs.enqueue({ kind: 'predict', taskId: id, revision, modelVersion }, clock());
    });
    wake();
  }

  /** Runs beside the person's work; what fails is learned from the stored past at the next load. */
  #later(work: () => Promise<void>): void {
    this.#working += 1;
    void work()
      .catch((error: unknown) => {
        this.#learner.forget();
        const code = error instanceof DaymarkError ? error.code : 'internal';
        this.#ctx.log('warn', 'learning.failed', { code });
      })
      .finally(() => {
        this.#working -= 1;
      });
  }
}

/** Guessing goes on without the learner; anything but its absence is a bug and is told. */
function awayOnly(error: unknown): null {
  if (error instanceof DaymarkError) return null;
  throw error;
}
