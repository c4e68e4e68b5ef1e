import { zoneOf, type ServiceContext } from './context.ts';
import { CaptureFolder } from './capture-folder/capture-folder.ts';
import { Capture } from './capture/capture.ts';
import { ListAdder } from './capture/list.ts';
import { Events } from './calendar/events.ts';
import { Intents } from './intents/intents.ts';
import { RemoteEvents } from './calendars/remote-events.ts';
import { Calendars } from './calendars/subscriptions.ts';
import { Exports } from './exports/exports.ts';
import { Imports } from './imports/imports.ts';
import { Filters } from './filters/filters.ts';
import { Habits } from './habits/habits.ts';
import { History } from './history.ts';
import { InsightReports } from './insights/insights.ts';
import { Learning } from './learning/learning.ts';
import { Predictions } from './learning/predictions.ts';
import { Pipeline } from './pipeline/pipeline.ts';
import { Planner } from './planning/planner.ts';
import { Overruns } from './planning/overrun.ts';
import { Promises } from './planning/promises.ts';
import { DailyReviews } from './planning/daily-review.ts';
import { Ticker } from './planning/ticker.ts';
import { Preferences } from './preferences.ts';
import { Publishing } from './publishing/publishing.ts';
import { Projects } from './projects.ts';
import { Reminders } from './reminders/reminders.ts';
import { Recommendations } from './recommendations/recommendations.ts';
import { Search } from './search.ts';
import { Stretches } from './tasks/stretches.ts';
import { TimerGaps } from './tasks/timer-gaps.ts';
import { Tasks } from './tasks/tasks.ts';
import { Sync } from './sync/sync.ts';
import { Trash } from './tasks/trash.ts';
import { Vocabulary } from './vocabulary.ts';
import { WriteEvents } from './write-events.ts';
import { Lifecycle, type StartOptions } from './lifecycle.ts';
import { ParserNames, type ParserSnapshot } from './parser-names.ts';

export { Hub } from './hub.ts';
export type { MlAccess, MlClient, PowerState, ServiceContext, ServiceLog } from './context.ts';
export type { Literal } from './capture/store.ts';

/** All use cases of one open profile. */
export interface Services {
  ctx: ServiceContext;
  capture: Capture;
  captureFolder: CaptureFolder;
  lists: ListAdder;
  tasks: Tasks;
  stretches: Stretches;
  timerGaps: TimerGaps;
  trash: Trash;
  filters: Filters;
  habits: Habits;
  intents: Intents;
  projects: Projects;
  events: Events;
  /** Events wherever they are kept: here, or on a server. */
  remoteEvents: RemoteEvents;
  calendars: Calendars;
  publishing: Publishing;
  imports: Imports;
  exports: Exports;
  planner: Planner;
  promises: Promises;
  overruns: Overruns;
  reminders: Reminders;
  preferences: Preferences;
  vocabulary: Vocabulary;
  predictions: Predictions;
  learning: Learning;
  search: Search;
  pipeline: Pipeline;
  dailyReviews: DailyReviews;
  history: History;
  insights: InsightReports;
  recommendations: Recommendations;
  sync: Sync;
  zone(): string;
  /** Takes up stored work, and follows time and the person's changes from here on. Before it nothing happens by itself. */
  start(options: StartOptions): Promise<void>;
  /** Ends timers and work under way. Resolves when nothing touches the database any more. */
  stop(): Promise<void>;
  /** The ml process answers (again). */
  mlReady(): void;
  /** Looks at once at what time has done: the machine has slept, or its clock was set. */
  woke(): void;
  /** True when nothing that is due is left to do. */
  idle(): boolean;
  /** What the parser has to know of this person, under a number that grows. */
  parserSnapshot(): ParserSnapshot;
}

/** What the shell brings; the rest of the context is the services' own. */
export type ServiceDependencies = Omit<
  ServiceContext,
  'wake' | 'written' | 'namesChanged' | 'writeEvents'
> & {
  /** Gives the parser a new snapshot. */
  pushSnapshot(): Promise<unknown>;
};

/** The use cases of an open profile. They do nothing by themselves until `start`. */
export function createServices({ pushSnapshot, ...brought }: ServiceDependencies): Services {
  const ctx: ServiceContext = {
    ...brought,
    writeEvents: new WriteEvents(),
    // A change may be part of a transaction around it; work on it begins when that is stored.
    wake: () => queueMicrotask(() => pipeline.wake()),
    written: () => sync.changed(),
    namesChanged: () => names.changed(),
  };
  const learning = new Learning(ctx);
  const predictions = new Predictions(ctx, learning);
  const filters = new Filters(ctx);
  const tasks = new Tasks(ctx, learning);
  const habits = new Habits(ctx, tasks);
  const planner = new Planner(ctx, learning.workPreferences, habits);
  const events = new Events(ctx);
  const calendars = new Calendars(ctx);
  const search = new Search(ctx);
  const dailyReviews = new DailyReviews(ctx, planner);
  const vocabulary = new Vocabulary(ctx);
  const preferences = new Preferences(ctx, learning);
  const history = new History(ctx, {
    restorePlan: (revision) => planner.restore(revision),
    settingsChanged: (keys) => preferences.changed(keys),
  });
  const pipeline = new Pipeline(ctx, { planner, predictions, vocabulary, learning });
  const capture = new Capture(ctx, learning);
  const insights = new InsightReports(ctx, predictions);
  const publishing = new Publishing(ctx, { tasks, planner });
  const captureFolder = new CaptureFolder(ctx, capture);
  const reminders = new Reminders(ctx);
  const stretches = new Stretches(ctx);
  const timerGaps = new TimerGaps(ctx, stretches);
  const recommendations = new Recommendations(ctx, planner);
  const ticker = new Ticker(ctx, {
    dailyReviews,
    habits,
    calendars,
    publishing,
    captureFolder,
    insights,
    reminders,
    timerGaps,
    recommendations,
  });
  const names = new ParserNames(ctx, () => {
    capture.namesChanged();
    return pushSnapshot();
  });
  const sync = new Sync(ctx);
  const lifecycle = new Lifecycle(ctx, {
    sync,
    calendars,
    publishing,
    captureFolder,
    ticker,
    reminders,
    pipeline,
    history,
    names,
  });
  return {
    ctx,
    capture,
    captureFolder,
    tasks,
    stretches,
    timerGaps,
    trash: new Trash(ctx),
    filters,
    habits,
    projects: new Projects(ctx),
    events,
    remoteEvents: new RemoteEvents(ctx, events, calendars),
    intents: new Intents(ctx, { tasks, events, planner, search }),
    planner,
    promises: new Promises(ctx, planner),
    overruns: new Overruns(ctx, planner),
    reminders,
    preferences,
    vocabulary,
    predictions,
    learning,
    search,
    pipeline,
    dailyReviews,
    history,
    insights,
    recommendations,
    lists: new ListAdder(ctx, history),
    calendars,
    publishing,
    sync,
    imports: new Imports(ctx, history, learning),
    exports: new Exports(ctx),
    zone: () => zoneOf(ctx),
    start: (options) => lifecycle.start(options),
    stop: () => lifecycle.stop(),
    mlReady: () => pipeline.mlReady(),
    woke: () => {
      ticker.tick();
      reminders.check();
    },
    idle: () => pipeline.idle(),
    parserSnapshot: () => names.snapshot(),
  };
}
