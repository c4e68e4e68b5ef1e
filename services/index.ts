import { zoneOf, type ServiceContext } from './context.ts';
import { Capture } from './capture/capture.ts';
import { ListAdder } from './capture/list.ts';
import { Events } from './calendar/events.ts';
import { Intents } from './intents/intents.ts';
import { Exports } from './exports/exports.ts';
import { Imports } from './imports/imports.ts';
import { Habits } from './habits/habits.ts';
import { History } from './history.ts';
import { Learning } from './learning/learning.ts';
import { Predictions } from './learning/predictions.ts';
import { Pipeline } from './pipeline/pipeline.ts';
import { Planner } from './planning/planner.ts';
import { DailyReviews } from './planning/daily-review.ts';
import { Ticker } from './planning/ticker.ts';
import { Preferences } from './preferences.ts';
import { Projects } from './projects.ts';
import { Search } from './search.ts';
import { Tasks } from './tasks/tasks.ts';
import { Vocabulary } from './vocabulary.ts';
import type { KnownNames, VocabularyRule } from '../core/language.ts';

export { Hub } from './hub.ts';
export { WriteEvents } from './write-events.ts';
export type { MlAccess, MlClient, PowerState, ServiceContext, ServiceLog } from './context.ts';
export type { Literal } from './capture/store.ts';

/** All use cases of one open profile. */
export interface Services {
  ctx: ServiceContext;
  capture: Capture;
  lists: ListAdder;
  tasks: Tasks;
  habits: Habits;
  intents: Intents;
  projects: Projects;
  events: Events;
  imports: Imports;
  exports: Exports;
  planner: Planner;
  preferences: Preferences;
  vocabulary: Vocabulary;
  predictions: Predictions;
  learning: Learning;
  search: Search;
  pipeline: Pipeline;
  ticker: Ticker;
  dailyReviews: DailyReviews;
  history: History;
  zone(): string;
}

export function createServices(ctx: ServiceContext): Services {
  const learning = new Learning(ctx);
  const predictions = new Predictions(ctx, learning);
  const tasks = new Tasks(ctx, learning);
  const habits = new Habits(ctx, tasks);
  const planner = new Planner(ctx, learning.tastes, habits);
  const events = new Events(ctx);
  const search = new Search(ctx);
  const dailyReviews = new DailyReviews(ctx, planner);
  const vocabulary = new Vocabulary(ctx);
  const preferences = new Preferences(ctx, learning);
  const history = new History(ctx, {
    restorePlan: (revision) => planner.restore(revision),
    settingsChanged: (keys) => preferences.changed(keys),
  });
  const pipeline = new Pipeline(ctx, { planner, predictions, vocabulary, learning });
  return {
    ctx,
    capture: new Capture(ctx, learning),
    tasks,
    habits,
    projects: new Projects(ctx),
    events,
    intents: new Intents(ctx, { tasks, events, planner, search }),
    planner,
    preferences,
    vocabulary,
    predictions,
    learning,
    search,
    pipeline,
    ticker: new Ticker(ctx, dailyReviews, habits),
    dailyReviews,
    history,
    lists: new ListAdder(ctx, history),
    imports: new Imports(ctx, history, learning),
    exports: new Exports(ctx),
    zone: () => zoneOf(ctx),
  };
}

const MAX_TAGS = 500;
const MAX_PEOPLE = 500;

/** What the parser has to know of this person. */
export function parserSnapshot(
  ctx: ServiceContext,
  version: number,
): { version: number; vocabulary: VocabularyRule[]; known: KnownNames } {
  const { db } = ctx;
  return {
    version,
    vocabulary: db.vocabulary.list(),
    known: {
      projects: db.projects
        .list()
        .filter((project) => !project.archived)
        .map((project) => project.name),
      tags: db.tags.list(MAX_TAGS).map((tag) => tag.name),
      people: db.tasks.people(MAX_PEOPLE),
    },
  };
}
