import type { ContractRouterClient } from '@orpc/contract';
import type { MlState } from '../core/domain/views.ts';
import type { IdSource } from '../core/ids.ts';
import type { MlContract } from '../core/ml-contract/index.ts';
import { PREDICTION_TARGETS, type PredictionTarget } from '../core/prediction-targets/index.ts';
import type { Random } from '../core/random.ts';
import type { Clock, ZoneSource } from '../core/time/clock.ts';
import type { LocalDateTime } from '../core/time/schemas.ts';
import { countryOfLocale, type HolidayCountry } from '../core/time/public-holidays.ts';
import { instantOf, localOf } from '../core/time/zoned.ts';
import type { Database, DbWorker } from '../db/index.ts';
import type { Hub } from './hub.ts';
import type { WriteEvents } from './write-events.ts';

/** What every use case works with; all of it handed in by the shell. */

/** A client of the ml process. Its calls reject with `mlUnavailable` while it is away. */
export type MlClient = ContractRouterClient<MlContract>;

/** The ml process: how to ask it and how it is doing. */
export interface MlAccess {
  readonly client: MlClient;
  readonly state: MlState;
}

/** A log line: an event’s name and numbers, never what a person typed. */
export type ServiceLog = (
  level: 'info' | 'warn' | 'error',
  event: string,
  fields?: Record<string, string | number | boolean | null | undefined>,
) => void;

/** How the machine is doing just now. */
export interface PowerState {
  onBattery: boolean;
  /** Since the person last touched it. */
  idleMs: number;
}

/** What every use case works with: the profile, the ml process, and injected time, chance and ids. */
export interface ServiceContext {
  readonly db: Database;
  readonly worker: DbWorker;
  readonly ml: MlAccess;
  readonly hub: Hub;
  /** What the learners hear of a write once it is durable. */
  readonly writeEvents: WriteEvents;
  readonly clock: Clock;
  readonly zone: ZoneSource;
  readonly random: Random;
  readonly ids: IdSource;
  readonly log: ServiceLog;
  /** Absent where no one can tell; then nothing is put off. */
  readonly power?: (() => PowerState) | undefined;
  /** What is predicted; `PREDICTION_TARGETS` unless said otherwise. */
  readonly targets?: readonly PredictionTarget[] | undefined;
  /** Has stored jobs worked on. */
  readonly wake: () => void;
  /** Told after each write that is durable. */
  readonly written: () => void;
  /** Tells that names or vocabulary changed, so that the parser gets the new ones. */
  readonly namesChanged: () => void;
}

/** From where and when an intent is looked at. */
export interface RequestTime {
  /** Epoch ms, UTC. */
  at: number;
  tz: string;
  /** The wall clock of `at` in `tz`. */
  local: LocalDateTime;
}

/** The moment and zone of a call: its own when it brings them, else the clock's and the person's. */
export function requestTimeOf(ctx: ServiceContext, given: { now?: string; tz?: string } = {}): RequestTime {
  const tz = given.tz ?? zoneOf(ctx);
  const at = given.now === undefined ? ctx.clock() : instantOf(given.now, tz);
  return { at, tz, local: given.now ?? localOf(at, tz) };
}

export function zoneOf(ctx: ServiceContext): string {
  return ctx.db.settings.get().zone ?? ctx.zone();
}

/** What is predicted, in the order in which it is trained and shown. */
export function targetsOf({
  targets = PREDICTION_TARGETS,
}: Pick<ServiceContext, 'targets'>): readonly PredictionTarget[] {
  return targets;
}

/** Whose public holidays count for this person. */
export function holidayCountryOf(ctx: ServiceContext): HolidayCountry {
  const { holidayCountry, locale } = ctx.db.settings.get();
  return holidayCountry ?? countryOfLocale(locale);
}
