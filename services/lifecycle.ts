import { dayOf } from '../core/time/zoned.ts';
import type { CaptureFolder } from './capture-folder/capture-folder.ts';
import type { Calendars } from './calendars/subscriptions.ts';
import { refreshOccurrences } from './calendar/occurrences.ts';
import { zoneOf, type ServiceContext } from './context.ts';
import { seedDemo } from './demo/index.ts';
import type { History } from './history.ts';
import type { ParserNames } from './parser-names.ts';
import type { Pipeline } from './pipeline/pipeline.ts';
import type { Publishing } from './publishing/publishing.ts';
import type { Reminders } from './reminders/reminders.ts';
import type { Sync } from './sync/sync.ts';
import type { Ticker } from './planning/ticker.ts';

export interface StartOptions {
  /** A person has the app before them: time is followed, and its opening is an event. False for a single command. */
  attended: boolean;
  /** Fills an empty profile with made-up data, once. */
  demo?: boolean | undefined;
}

interface Parts {
  sync: Pick<Sync, 'start' | 'stop'>;
  calendars: Pick<Calendars, 'start' | 'stop'>;
  captureFolder: Pick<CaptureFolder, 'start' | 'stop'>;
  publishing: Pick<Publishing, 'start' | 'stop'>;
  ticker: Ticker;
  reminders: Pick<Reminders, 'start' | 'stop'>;
  pipeline: Pipeline;
  history: History;
  names: ParserNames;
}

/** Whatever the services do without being asked begins and ends here. */
export class Lifecycle {
  readonly #ctx: ServiceContext;
  readonly #parts: Parts;

  constructor(ctx: ServiceContext, parts: Parts) {
    this.#ctx = ctx;
    this.#parts = parts;
  }

  async start({ attended, demo = false }: StartOptions): Promise<void> {
    const { ticker, pipeline, history, names } = this.#parts;
    if (demo) await this.#seed();
    refreshOccurrences(this.#ctx);
    if (attended) {
      this.#opened();
      ticker.start();
      this.#parts.reminders.start();
      this.#parts.sync.start();
      this.#parts.calendars.start();
      this.#parts.captureFolder.start();
      void this.#parts.publishing.start();
    }
    names.changed();
    pipeline.start();
    const resumed = history.resume();
    // A command that leaves again must not see a list of which an end of the program has left half.
    if (!attended) await resumed;
    if (this.#ctx.ml.state.process === 'ready') pipeline.mlReady();
  }

  async stop(): Promise<void> {
    this.#parts.ticker.stop();
    this.#parts.reminders.stop();
    await this.#parts.sync.stop();
    await this.#parts.calendars.stop();
    await this.#parts.publishing.stop();
    await this.#parts.captureFolder.stop();
    await this.#parts.pipeline.stop();
  }

  async #seed(): Promise<void> {
    const { db, clock } = this.#ctx;
    const isEmpty = db.tasks.list({ status: 'any', limit: 1 }).total === 0;
    if (!isEmpty || db.settings.state('demo') !== null) return;
    await seedDemo(this.#ctx, { now: clock(), tz: zoneOf(this.#ctx), seed: 1 });
    db.settings.setState('demo', '1');
  }

  #opened(): void {
    const { db, clock, ids } = this.#ctx;
    const at = clock();
    const tz = zoneOf(this.#ctx);
    const event = {
      id: ids(),
      type: 'appOpened',
      taskId: null,
      at,
      tz,
      day: dayOf(at, tz),
      data: {},
    } as const;
    db.behavior.append(event);
  }
}
