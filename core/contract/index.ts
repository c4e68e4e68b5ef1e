import { completionEstimate } from '../forecast.ts';
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { calendarEvent, calendarEventInput, calendarEventPatch, eventScope } from '../domain/calendar.ts';
import { toldPrediction } from '../domain/prediction.ts';
import { MAX_BULK } from '../domain/bulk-limit.ts';
import { bulkDeed } from '../domain/bulk.ts';
import { project } from '../domain/project.ts';
import { errorCodes } from '../errors.ts';
import { feedbackVerdict, learningOverview, predictionLogView } from '../domain/learning.ts';
import { overloadView } from '../domain/overload.ts';
import { MAX_PASTE_LENGTH, pastedItem } from '../domain/paste.ts';
import { dailyReview } from '../domain/daily-review.ts';
import { workProfileView } from '../domain/work-profile.ts';
import { settings, settingsPatch } from '../domain/settings.ts';
import { filterText, taskGrouping, taskSort } from '../domain/saved-filter.ts';
import { task, taskPatch } from '../domain/task.ts';
import {
  captureAnswer,
  captureGuess,
  liveChange,
  mlState,
  planView,
  reasonsView,
  searchHit,
} from '../domain/views.ts';
import { eventId, predictionId, projectId, taskId } from '../ids.ts';
import { insights as insightsReport } from '../insights.ts';
import { literalSpan, vocabularyRule } from '../language.ts';
import { message } from '../messages/message.ts';
import { learnerTarget } from '../ml-contract/learning.ts';
import { calendarDay, calendarMoment, localDate, localDateTime, zoneId } from '../time/schemas.ts';
import { procedure } from './base.ts';
import { calendars, exports, imports } from './exchange.ts';
import { filters } from './filters.ts';
import { habits } from './habits.ts';
import { intents } from './intents.ts';

/**
 * The app contract: everything a renderer or the command line can ask of the process that owns the profile.
 * Each transport (MessagePort, WebSocket, local socket) serves exactly this.
 */

/** Longest line or paste that is taken at once, in UTF-16 units. */
export const MAX_CAPTURE_LENGTH = 10_000;
/** Longest question to the search, in UTF-16 units. */
export const MAX_QUERY_LENGTH = 20_000;

const text = z.string().min(1).max(MAX_CAPTURE_LENGTH);

/** A caller may place itself in another moment or zone (the command line's `--now` and `--tz`). */
const requestTime = { now: calendarMoment.optional(), tz: zoneId.optional() };

/** A library, font or model that is part of the program. Data files have no version. */
export const notice = z.object({
  name: z.string(),
  version: z.string(),
  licence: z.string(),
  text: z.string(),
});
export type Notice = z.infer<typeof notice>;

const app = {
  status: procedure.output(
    z.object({
      version: z.string(),
      shell: z.enum(['electron', 'browser', 'cli']),
      profile: z.string(),
      tz: zoneId,
      now: z.number(),
      firstRun: z.boolean(),
      demo: z.boolean(),
      ml: mlState,
      /** How the database key is kept, strongest first. */
      keySlots: z.array(z.enum(['keychain', 'passphrase', 'recovery', 'keyfile'])),
      /** What is wrong with the profile's files, with the way back. */
      warnings: z.array(message).default([]),
    }),
  ),
  /** Licences of everything by others that is part of the program; throws `unsupported` when it was not built. */
  notices: procedure.output(z.object({ notices: z.array(notice) })),
  /** Pushes what changed, for as long as the caller listens. */
  changes: procedure.output(eventIterator(liveChange)),
  /**
   * Waits until nothing that was asked for is still being worked on (guesses, learning, planning), `timeoutMs` at most;
   * answers whether it came to that. For shells that end soon, such as the command line.
   */
  settled: procedure
    .input(z.object({ timeoutMs: z.int().min(1).max(120_000) }))
    .output(z.object({ settled: z.boolean() })),
  /** Applies the answers of the first run; skipping sends none. */
  finishFirstRun: procedure.input(settingsPatch).output(settings),
};

const present = z.string().min(1).max(1_000).optional();
const profileState = z.enum(['open', 'locked', 'damaged']);

/** Works before the profile is open; everything else answers `locked` until then. */
const vault = {
  status: procedure.output(
    z.object({
      /** `damaged`: the database or its keys can't be used; see `recovery`. */
      state: profileState,
      slots: z.array(z.enum(['keychain', 'passphrase', 'recovery', 'keyfile'])),
      /** What a change of the keys has to be confirmed with; `keychain` asks nothing of the person. */
      proof: z.enum(['keychain', 'secret', 'keyFile']),
    }),
  ),
  unlock: procedure
    .input(z.object({ secret: z.string().min(1).max(1_000) }))
    .output(z.object({ state: profileState })),
  /**
   * Every change of the keys takes `present`: the passphrase, the recovery code, or the line in the key file. Without it
   * only a keychain that opens the profile here lets it through; else `secretNeeded`, `wrongPassphrase`
   * or `wrongKeyLine`.
   */
  setPassphrase: procedure
    .input(
      z.object({
        passphrase: z.string().min(8).max(1_000),
        removeKeyFile: z.boolean().default(true),
        present,
      }),
    )
    .output(z.object({ slots: z.array(z.string()) })),
  /** Makes a new recovery code, shown this once; the one before stops working. */
  makeRecoveryCode: procedure.input(z.object({ present }).default({})).output(z.object({ code: z.string() })),
};

const capture = {
  /** Reads a line as it is being typed. Writes nothing. */
  parse: procedure
    .input(
      z.object({
        text: z.string().max(MAX_CAPTURE_LENGTH),
        seq: z.int(),
        literals: z.array(literalSpan).max(200).default([]),
        ...requestTime,
      }),
    )
    .output(captureAnswer),
  /**
   * Duration and fields that similar past tasks suggest for a line that has come to rest. Slower than `parse`; `parse`
   * repeats what was guessed here when it is asked for the same reading again.
   */
  guess: procedure
    .input(
      z.object({
        text: z.string().max(MAX_CAPTURE_LENGTH),
        literals: z.array(literalSpan).max(200).default([]),
        ...requestTime,
      }),
    )
    .output(captureGuess),
  /** What a paste would become: the first tasks, how many in all, how many of them finished or with notes. */
  preview: procedure.input(z.object({ text: z.string().max(MAX_PASTE_LENGTH) })).output(
    z.object({
      items: z.array(pastedItem),
      total: z.int(),
      done: z.int(),
      noted: z.int(),
    }),
  ),
};

const replayed = z.object({
  /** Name of the intent; null when nothing happened. */
  undone: z.string().nullable(),
  ids: z.array(taskId),
  /** What happened, such as "Undid: added 10 tasks". */
  message: message.nullable(),
});
/** A task that was closed, the next one of its series, and whether the series has come to its end with it. */
const followed = z.object({ task, next: task.nullable(), ended: z.boolean() });

const tasks = {
  /** Takes a typed line. Answers when the task is safely stored, before any model has run. */
  create: procedure
    .input(
      z.object({
        text,
        literals: z.array(literalSpan).max(200).default([]),
        /** Fields picked by hand or taken from a chip; they win over the words. */
        picked: taskPatch.default({}),
        /** Vocabulary rules and suggestions the person accepted. */
        acceptedRules: z.array(z.string()).max(50).default([]),
        ...requestTime,
      }),
    )
    .output(task),
  createMany: procedure
    .input(z.object({ lines: z.array(text).min(1).max(1_000), ...requestTime }))
    .output(z.object({ tasks: z.array(task) })),
  /**
   * Adds a list of any length, given as items or as pasted text, and tells how far it is. All of it or none: a caller that stops
   * listening before the event that is `complete` cancels it. One step of the history (`tasks.createMany`).
   */
  addList: procedure
    .input(
      z.object({
        items: z.array(pastedItem).min(1).max(1_000).optional(),
        text: z.string().min(1).max(MAX_PASTE_LENGTH).optional(),
        ...requestTime,
      }),
    )
    .output(eventIterator(z.object({ added: z.int(), total: z.int(), complete: z.boolean() }))),
  get: procedure.input(z.object({ id: taskId })).output(task),
  list: procedure
    .input(
      z.object({
        /** `open` leaves out what is on hold. */
        status: z.enum(['open', 'someday', 'waiting', 'done', 'dropped', 'any']).default('open'),
        projectId: projectId.nullish(),
        /** Only tasks without a project. */
        inbox: z.boolean().default(false),
        /** Leaves out open sessions of habits, for lists that show a habit as one row. */
        withoutSessions: z.boolean().default(false),
        /** Tasks completed at or after this instant (with status done or any). */
        completedSince: z.number().optional(),
        order: z.enum([...taskSort.options, 'completed']).default('smart'),
        /** A filter such as `p1 & due this week`, in the place of the status: open tasks, unless it speaks of a status. */
        filter: filterText.optional(),
        /** Puts tasks of one group beside each other and answers how large the groups are. */
        grouping: taskGrouping.optional(),
        limit: z.int().min(1).max(2_000).default(500),
        offset: z.int().nonnegative().default(0),
        ...requestTime,
      }),
    )
    .output(
      z.object({
        tasks: z.array(task),
        total: z.int(),
        /** In the order of the list. Keys: a project's id or '', a priority, or a stretch of days. */
        groups: z.array(z.object({ key: z.string(), count: z.int(), minutes: z.number() })).optional(),
      }),
    ),
  counts: procedure.output(z.object({ open: z.int(), inbox: z.int(), today: z.int() })),
  update: procedure
    .input(z.object({ id: taskId, patch: taskPatch, revision: z.int().optional(), ...requestTime }))
    .output(task),
  /** Does one thing to several tasks as one step; answers to how many, since some have no use for it. */
  changeTogether: procedure
    .input(z.object({ ids: z.array(taskId).min(1).max(MAX_BULK), deed: bulkDeed, ...requestTime }))
    .output(z.object({ tasks: z.int() })),
  start: procedure.input(z.object({ id: taskId, ...requestTime })).output(task),
  /** Stops its timer without finishing it. */
  pause: procedure.input(z.object({ id: taskId })).output(task),
  /**
   * Adds a stretch of work that no timer saw, on the caller's wall clock. Of a finished task it changes how long it took, and
   * the guesses learn from that.
   */
  track: procedure
    .input(z.object({ id: taskId, from: calendarMoment, to: calendarMoment, ...requestTime }))
    .output(task),
  finish: procedure
    .input(z.object({ id: taskId, minutes: z.number().positive().max(100_000).optional(), ...requestTime }))
    .output(followed),
  reopen: procedure.input(z.object({ id: taskId })).output(task),
  /** Not now: to another day, or to a later moment. */
  defer: procedure
    .input(z.object({ id: taskId, until: z.union([calendarDay, calendarMoment]) }))
    .output(task),
  /** It will not be done; of a series only this one is skipped. */
  drop: procedure.input(z.object({ id: taskId, ...requestTime })).output(followed),
  /** Skips one occurrence of what repeats; `invalidInput` for a task that doesn't. */
  skip: procedure.input(z.object({ id: taskId, ...requestTime })).output(followed),
  /** Ends a series; the present one stays, as the last. */
  endRepeating: procedure.input(z.object({ id: taskId })).output(task),
  /** The occurrence after the present one, of those tasks that repeat: a day or a moment, null for the last. */
  upcoming: procedure.input(z.object({ ids: z.array(taskId).max(2_000), ...requestTime })).output(
    z.object({
      upcoming: z.array(z.object({ id: taskId, next: z.union([localDate, localDateTime]).nullable() })),
    }),
  ),
  pin: procedure.input(z.object({ id: taskId, start: calendarMoment.nullable() })).output(task),
  search: procedure
    .input(
      z.object({
        query: z.string().min(1).max(MAX_QUERY_LENGTH),
        limit: z.int().min(1).max(100).default(20),
        includeDone: z.boolean().default(true),
      }),
    )
    .output(
      z.object({
        results: z.array(searchHit),
        /** False while the embedding model is away. */ byMeaning: z.boolean(),
      }),
    ),
  /**
   * Takes back the last change of the person's data that was made through this contract, whichever it was. With `expected` only if that was the last one: an offer
   * made some seconds ago must not take back what has happened since. `undone` is null when nothing was taken back.
   */
  undo: procedure
    .input(
      z
        .object({
          expected: z.object({ intent: z.string().max(60), ids: z.array(taskId).max(1_000) }).optional(),
        })
        .default({}),
    )
    .output(replayed),
  /** Does again what was taken back last, unless something new was done since. */
  redo: procedure.output(replayed),
  /** The steps that undo and redo walk along, the newest first; those that are undone come before those that stand. */
  steps: procedure.output(
    z.object({
      steps: z.array(
        z.object({
          seq: z.int(),
          intent: z.string(),
          message,
          /** Epoch ms. */
          at: z.number(),
          undone: z.boolean(),
        }),
      ),
    }),
  ),
  /** What undo and redo would do next, in words; null when there is nothing. */
  history: procedure.output(z.object({ undo: message.nullable(), redo: message.nullable() })),
};

const projects = {
  list: procedure.output(z.object({ projects: z.array(project) })),
  create: procedure.input(z.object({ name: z.string().min(1).max(200) })).output(project),
  update: procedure
    .input(
      z.object({
        id: projectId,
        name: z.string().min(1).max(200).optional(),
        colour: z.int().min(0).max(11).optional(),
        archived: z.boolean().optional(),
      }),
    )
    .output(project),
};

const events = {
  /** Events that touch the half-open span of local days. */
  list: procedure
    .input(z.object({ from: calendarDay, to: calendarDay }))
    .output(z.object({ events: z.array(calendarEvent) })),
  create: procedure.input(calendarEventInput).output(calendarEvent),
  /** Of an occurrence, `scope` says whether it alone is meant (unless said otherwise), it and those after it, or all. */
  update: procedure
    .input(z.object({ id: eventId, patch: calendarEventPatch, scope: eventScope.default('this') }))
    .output(calendarEvent),
  remove: procedure
    .input(z.object({ id: eventId, scope: eventScope.default('this') }))
    .output(z.object({ id: eventId })),
};

const planning = {
  current: procedure.output(planView),
  /** Plans now and answers with the new plan. */
  replan: procedure
    .input(
      z.object({
        budgetMs: z.int().min(10).max(60_000).optional(),
        seed: z.int().optional(),
        fresh: z.boolean().default(false),
        ...requestTime,
      }),
    )
    .output(planView),
  reasons: procedure.input(z.object({ taskId })).output(z.object({ reasons: z.array(reasonsView) })),
  undo: procedure.output(planView),
  /** The plan of this revision is on the screen: what it has for today moves only with the person's word from now on. */
  seen: procedure.input(z.object({ revision: z.int() })).output(z.object({ seen: z.boolean() })),
  /** Takes the proposed plan, or leaves what it would have moved where it is; nothing without a proposal. */
  answer: procedure.input(z.object({ accept: z.boolean() })).output(planView),
  /**
   * Moves the stretch kept for focus that begins at `from`, or with `from` null adds one; `to` null gives it up for its
   * day. Refused where an appointment lies.
   */
  moveFocus: procedure
    .input(
      z.object({
        from: localDateTime.nullable(),
        to: z.object({ start: localDateTime, end: localDateTime }).nullable(),
      }),
    )
    .output(planView),
  /** How this person works, as far as it is known. */
  profile: procedure.output(workProfileView),
  /** The day on which a task added now would be done at the person's real pace; null when no day has room. */
  estimateCompletion: procedure
    .input(z.object({ durationMin: z.number().positive().max(100_000).default(30) }))
    .output(z.object({ estimate: completionEstimate.nullable() })),
  /** Tasks without a place in the days planned: by the week in which they would be done, and what would give them one. */
  overload: procedure.output(overloadView),
  /** Whether it is time to look at the day, and what is left over. */
  dailyReview: procedure.output(dailyReview),
  /** Looked at or skipped: not offered again that day. */
  closeDailyReview: procedure
    .input(z.object({ kind: z.enum(['morning', 'evening', 'return']) }))
    .output(dailyReview),
};

const preferences = {
  get: procedure.output(settings),
  update: procedure.input(settingsPatch).output(settings),
};

const vocabulary = {
  list: procedure.output(z.object({ rules: z.array(vocabularyRule) })),
  update: procedure
    .input(
      z.object({
        id: z.string(),
        paused: z.boolean().optional(),
        effect: vocabularyRule.shape.effect.optional(),
      }),
    )
    .output(vocabularyRule),
  remove: procedure.input(z.object({ id: z.string() })).output(z.object({ id: z.string() })),
};

const predictions = {
  /** One key on any guess. */
  feedback: procedure
    .input(z.object({ predictionId, verdict: feedbackVerdict }))
    .output(z.object({ recorded: z.boolean() })),
  /** The newest that each predictor said of a task. */
  ofTask: procedure
    .input(z.object({ id: taskId }))
    .output(z.object({ predictions: z.array(toldPrediction) })),
  /** Each predictor's error beside its baseline, newest window last. */
  log: procedure.output(z.object({ predictors: z.array(predictionLogView) })),
};

/** What the person's past says about them. */
const insights = {
  get: procedure.input(z.object(requestTime)).output(insightsReport),
};

const learning = {
  overview: procedure.output(learningOverview),
  /** Trains now instead of when enough is new. */
  train: procedure.output(z.object({ queued: z.boolean() })),
  cancelTraining: procedure.output(z.object({ cancelled: z.boolean() })),
  /** Back to an older version; null is the base model that everybody begins with. */
  rollback: procedure
    .input(z.object({ target: learnerTarget, version: z.int().positive().nullable() }))
    .output(learningOverview),
  /** Answers the question of the day with minutes or with the task that comes first; neither puts it aside. */
  answer: procedure
    .input(
      z.object({
        id: z.string().min(1).max(200),
        minutes: z.number().positive().max(100_000).optional(),
        firstId: taskId.optional(),
      }),
    )
    .output(learningOverview),
};

/** `list` and `restore` work while the database is damaged, too. */
const backups = {
  /** Newest first. */
  list: procedure.output(
    z.object({
      backups: z.array(
        z.object({
          name: z.string(),
          createdAt: z.number(),
          bytes: z.int(),
          sequence: z.int(),
          /** Null for a backup that can't be opened. */
          tasks: z.object({ open: z.int(), total: z.int() }).nullable(),
        }),
      ),
    }),
  ),
  create: procedure.output(z.object({ name: z.string() })),
  /** Without a name the newest sound one. Answers the folder in which the database from before is kept. */
  restore: procedure
    .input(z.object({ name: z.string().max(200).nullable() }))
    .output(z.object({ restored: z.string(), aside: z.string().nullable() })),
};

/** The ways on from a database that can't be used, or from which data is missing. */
const recovery = {
  status: procedure.output(
    z.object({
      /** Null while the database is open. */
      problem: z
        .object({
          code: z.enum(errorCodes),
          params: z.record(z.string(), z.union([z.string(), z.number()])),
        })
        .nullable(),
      /** False when the keys are gone, so that no backup can be opened either. */
      hasKey: z.boolean(),
    }),
  ),
  /** Looks again, after the person has put a file back. */
  retry: procedure.output(z.object({ state: profileState })),
  /** An empty database in the place of a damaged one, which is kept in the folder that is answered. */
  startAnew: procedure.output(z.object({ aside: z.string().nullable() })),
  /** Ends the warnings about missing data: the person goes on with what is there. */
  keepCurrent: procedure.output(z.object({})),
};

/** Every call of the app, by group. `core/contract/kinds.ts` says which of them change something. */
export const contract = {
  app,
  vault,
  capture,
  tasks,
  filters,
  habits,
  intents,
  projects,
  events,
  planning,
  preferences,
  vocabulary,
  predictions,
  insights,
  learning,
  calendars,
  imports,
  exports,
  backups,
  recovery,
};
/** The type of the whole app contract, for clients and routers. */
export type Contract = typeof contract;
