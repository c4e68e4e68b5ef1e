import { implement, type ORPCError } from '@orpc/server';
import { contract } from '../core/contract/index.ts';
import type { Services } from '../services/index.ts';
import { errorFields, type Log } from './log.ts';
import { wireErrorOf, withTurnedErrors } from '../rpc/wire-errors.ts';
import type { DesktopControl } from './desktop-control/index.ts';
import type { LocalApi } from './local-api/index.ts';
import { readNotices } from './notices.ts';
import { Once, type RequestContext } from './once.ts';
import type { Recovery } from './recovery.ts';
import type { ProfileStatus } from './profile-status.ts';
import type { Vault } from './vault.ts';

/** The app contract, served by the use cases. The one place where a request turns into a call. */

export interface RouterParts {
  /** Throws `locked` before the profile is open. */
  services(): Services;
  status(): ProfileStatus;
  vault: Vault;
  localApi(): LocalApi;
  desktop(): DesktopControl;
  recovery: Recovery;
  settle(timeoutMs: number): Promise<boolean>;
  log: Log;
  /** Makes the reference under which the log explains an unexpected error. */
  newRef(): string;
}

export function createAppRouter(parts: RouterParts) {
  const os = implement(contract)
    .$context<RequestContext>()
    .use(async ({ next, path }) => {
      const turn = (error: unknown) => wireError(parts, error, path);
      try {
        const result = await next();
        return { ...result, output: withTurnedErrors(result.output, turn) };
      } catch (error) {
        throw turn(error);
      }
    });
  const open = parts.services;
  const { change, prepared } = new Once(() => open().ctx.db);
  return os.router({
    app: {
      status: os.app.status.handler(() => parts.status()),
      notices: os.app.notices.handler(async () => ({ notices: await readNotices() })),
      changes: os.app.changes.handler(({ signal }) => open().ctx.hub.subscribe(signal)),
      settled: os.app.settled.handler(async ({ input }) => ({
        settled: await parts.settle(input.timeoutMs),
      })),
      localApi: os.app.localApi.handler(() => parts.localApi().state()),
      setLocalApi: os.app.setLocalApi.handler(({ input }) => parts.localApi().set(input.enabled)),
      finishFirstRun: os.app.finishFirstRun.handler(
        change(({ input }) => open().preferences.finishFirstRun(input)),
      ),
    },
    desktop: {
      state: os.desktop.state.handler(() => parts.desktop().state()),
      set: os.desktop.set.handler(({ input }) => parts.desktop().set(input)),
      requests: os.desktop.requests.handler(({ input, signal }) =>
        parts.desktop().requests(input.window, signal),
      ),
      show: os.desktop.show.handler(({ input }) => parts.desktop().show(input.window, input.taskId)),
      hide: os.desktop.hide.handler(({ input }) => parts.desktop().hide(input.window)),
    },
    vault: {
      status: os.vault.status.handler(() => parts.vault.status()),
      unlock: os.vault.unlock.handler(({ input }) => parts.vault.unlock(input.secret)),
      lock: os.vault.lock.handler(() => parts.vault.lock()),
      setPassphrase: os.vault.setPassphrase.handler(({ input }) => parts.vault.setPassphrase(input)),
      makeRecoveryCode: os.vault.makeRecoveryCode.handler(({ input }) =>
        parts.vault.makeRecoveryCode(input.present),
      ),
    },
    capture: {
      parse: os.capture.parse.handler(({ input }) => open().capture.parse(input)),
      guess: os.capture.guess.handler(({ input }) => open().capture.guess(input)),
      preview: os.capture.preview.handler(({ input }) => open().capture.preview(input.text)),
      draft: os.capture.draft.handler(() => ({ text: open().capture.draft() })),
      keepDraft: os.capture.keepDraft.handler(({ input }) => open().capture.keepDraft(input.text)),
    },
    tasks: {
      create: os.tasks.create.handler(prepared(({ input }) => open().capture.create(input))),
      addList: os.tasks.addList.handler(({ input, signal }) => open().lists.add(input, signal)),
      createMany: os.tasks.createMany.handler(
        prepared(async ({ input: { lines, ...given } }) => {
          const store = await open().capture.createMany(lines, given);
          return () => ({ tasks: store() });
        }),
      ),
      get: os.tasks.get.handler(({ input }) => open().tasks.get(input.id)),
      list: os.tasks.list.handler(({ input: { projectId, filter, grouping, now, tz, ...rest } }) =>
        open().filters.page({ ...rest, ...(projectId ? { projectId } : {}) }, { filter, grouping, now, tz }),
      ),
      counts: os.tasks.counts.handler(() => open().tasks.counts()),
      update: os.tasks.update.handler(
        change(({ input: { id, patch, revision, ...given } }) =>
          open().tasks.update(id, patch, revision, given),
        ),
      ),
      changeTogether: os.tasks.changeTogether.handler(
        change(({ input: { ids, action, ...given } }) => open().tasks.changeTogether(ids, action, given)),
      ),
      arrange: os.tasks.arrange.handler(
        change(({ input: { ids, ...where } }) => open().tasks.arrange(ids, where)),
      ),
      dependants: os.tasks.dependants.handler(({ input }) => ({
        tasks: open().tasks.dependants(input.id),
      })),
      tags: os.tasks.tags.handler(async () => ({ tags: await open().tasks.tags() })),
      start: os.tasks.start.handler(change(({ input: { id, ...given } }) => open().tasks.start(id, given))),
      pause: os.tasks.pause.handler(change(({ input }) => open().tasks.pause(input.id))),
      finish: os.tasks.finish.handler(
        change(({ input: { id, minutes, ...given } }) => open().tasks.finish(id, minutes, given)),
      ),
      track: os.tasks.track.handler(
        change(({ input: { id, from, to, ...given } }) => open().stretches.add(id, { from, to }, given)),
      ),
      running: os.tasks.running.handler(() => ({ task: open().tasks.running() })),
      delete: os.tasks.delete.handler(change(({ input }) => open().trash.delete(input.ids))),
      trash: os.tasks.trash.handler(() => ({ tasks: open().trash.list() })),
      restore: os.tasks.restore.handler(change(({ input }) => open().trash.restore(input.id))),
      emptyTrash: os.tasks.emptyTrash.handler(change(() => open().trash.empty())),
      stretches: os.tasks.stretches.handler(({ input }) => ({ stretches: open().stretches.list(input.id) })),
      changeStretch: os.tasks.changeStretch.handler(
        change(({ input: { stretchId, from, to, ...given } }) =>
          open().stretches.change(stretchId, { from, to }, given),
        ),
      ),
      removeStretch: os.tasks.removeStretch.handler(
        change(({ input: { stretchId, ...given } }) => open().stretches.remove(stretchId, given)),
      ),
      timerGap: os.tasks.timerGap.handler(() => ({ gap: open().timerGaps.current() })),
      answerTimerGap: os.tasks.answerTimerGap.handler(
        change(({ input: { stretchId, answer } }) => ({ gap: open().timerGaps.answer(stretchId, answer) })),
      ),
      reopen: os.tasks.reopen.handler(change(({ input }) => open().tasks.reopen(input.id))),
      defer: os.tasks.defer.handler(change(({ input }) => open().tasks.defer(input.id, input.until))),
      drop: os.tasks.drop.handler(change(({ input: { id, ...given } }) => open().tasks.drop(id, given))),
      skip: os.tasks.skip.handler(change(({ input: { id, ...given } }) => open().tasks.skip(id, given))),
      endRepeating: os.tasks.endRepeating.handler(change(({ input }) => open().tasks.endRepeating(input.id))),
      upcoming: os.tasks.upcoming.handler(({ input: { ids, ...given } }) => ({
        upcoming: open().tasks.upcoming(ids, given),
      })),
      pin: os.tasks.pin.handler(change(({ input }) => open().tasks.pin(input.id, input.start))),
      search: os.tasks.search.handler(({ input }) =>
        open().search.find(input.query, input.limit, input.includeDone),
      ),
      undo: os.tasks.undo.handler(prepared(({ input }) => open().history.prepare('undo', input.expected))),
      redo: os.tasks.redo.handler(prepared(() => open().history.prepare('redo'))),
      steps: os.tasks.steps.handler(() => ({ steps: open().history.steps() })),
      history: os.tasks.history.handler(() => open().history.state()),
    },
    filters: {
      read: os.filters.read.handler(({ input: { text, ...given } }) => open().filters.read(text, given)),
      list: os.filters.list.handler(async () => ({ filters: await open().filters.saved() })),
      create: os.filters.create.handler(change(({ input }) => open().filters.create(input))),
      update: os.filters.update.handler(change(({ input }) => open().filters.update(input.id, input.patch))),
      remove: os.filters.remove.handler(
        change(({ input: { id } }) => {
          open().filters.remove(id);
          return { id };
        }),
      ),
    },
    habits: {
      list: os.habits.list.handler(() => ({ habits: open().habits.list() })),
      create: os.habits.create.handler(change(({ input }) => open().habits.create(input))),
      update: os.habits.update.handler(
        change(({ input: { id, patch, revision } }) => open().habits.update(id, patch, revision)),
      ),
      pause: os.habits.pause.handler(change(({ input }) => open().habits.pause(input.id))),
      resume: os.habits.resume.handler(change(({ input }) => open().habits.resume(input.id))),
      end: os.habits.end.handler(change(({ input }) => open().habits.end(input.id))),
      checkIn: os.habits.checkIn.handler(
        change(({ input }) => open().habits.checkIn(input.id, input.minutes)),
      ),
    },
    intents: {
      preview: os.intents.preview.handler(async ({ input }) => ({
        preview: await open().intents.preview(input),
      })),
      apply: os.intents.apply.handler(prepared(({ input }) => open().intents.apply(input))),
    },
    projects: {
      list: os.projects.list.handler(() => ({ projects: open().projects.list() })),
      create: os.projects.create.handler(change(({ input }) => open().projects.create(input.name))),
      update: os.projects.update.handler(
        change(({ input: { id, ...change } }) => open().projects.update(id, change)),
      ),
      arrange: os.projects.arrange.handler(
        change(({ input }) => open().projects.arrange(input.id, input.before)),
      ),
      addSection: os.projects.addSection.handler(
        change(({ input }) => open().projects.addSection(input.id, input.name)),
      ),
      updateSection: os.projects.updateSection.handler(
        change(({ input: { id, ...change } }) => open().projects.updateSection(id, change)),
      ),
      removeSection: os.projects.removeSection.handler(
        change(({ input: { id } }) => {
          open().projects.removeSection(id);
          return { id };
        }),
      ),
    },
    events: {
      list: os.events.list.handler(({ input }) => ({ events: open().events.list(input.from, input.to) })),
      create: os.events.create.handler(prepared(({ input }) => open().remoteEvents.create(input))),
      update: os.events.update.handler(
        prepared(({ input: { id, patch, scope } }) => open().remoteEvents.update(id, patch, scope)),
      ),
      remove: os.events.remove.handler(
        prepared(({ input: { id, scope } }) => open().remoteEvents.remove(id, scope)),
      ),
    },
    planning: {
      current: os.planning.current.handler(() => open().planner.current()),
      replan: os.planning.replan.handler(({ input }) => open().planner.replan(input)),
      reasons: os.planning.reasons.handler(async ({ input }) => ({
        reasons: await open().planner.reasons(input.taskId),
      })),
      undo: os.planning.undo.handler(change(() => open().planner.undo())),
      seen: os.planning.seen.handler(({ input }) => ({ seen: open().planner.seen(input.revision) })),
      answer: os.planning.answer.handler(({ input }) => open().planner.answer(input.accept)),
      moveFocus: os.planning.moveFocus.handler(
        change(({ input }) => open().planner.moveFocus(input.from, input.to)),
      ),
      profile: os.planning.profile.handler(() => open().planner.workProfile.view()),
      acceptPromise: os.planning.acceptPromise.handler(
        change(({ input: { taskId, day, chance } }) => open().promises.accept(taskId, day, chance)),
      ),
      promise: os.planning.promise.handler(({ input }) => open().promises.odds(input.taskId)),
      overrun: os.planning.overrun.handler(() => open().overruns.view()),
      estimateCompletion: os.planning.estimateCompletion.handler(async ({ input }) => ({
        estimate: await open().planner.estimateCompletion(input.durationMin),
      })),
      overload: os.planning.overload.handler(() => open().planner.overload()),
      projectFinishes: os.planning.projectFinishes.handler(() => ({
        projects: open().planner.projectFinishes(),
      })),
      dailyReview: os.planning.dailyReview.handler(() => open().dailyReviews.current()),
      closeDailyReview: os.planning.closeDailyReview.handler(
        change(({ input }) => open().dailyReviews.close(input.kind)),
      ),
    },
    reminders: {
      list: os.reminders.list.handler(() => open().reminders.list()),
      announce: os.reminders.announce.handler(() => ({ due: open().reminders.announce() })),
      snooze: os.reminders.snooze.handler(
        change(({ input: { id, minutes } }) => {
          open().reminders.snooze(id, minutes);
          return { due: open().reminders.list().due };
        }),
      ),
      dismiss: os.reminders.dismiss.handler(
        change(({ input: { ids } }) => {
          open().reminders.dismiss(ids);
          return { due: open().reminders.list().due };
        }),
      ),
    },
    preferences: {
      get: os.preferences.get.handler(() => open().preferences.get()),
      update: os.preferences.update.handler(change(({ input }) => open().preferences.update(input))),
    },
    vocabulary: {
      list: os.vocabulary.list.handler(() => ({ rules: open().vocabulary.list() })),
      update: os.vocabulary.update.handler(
        change(({ input: { id, ...change } }) => open().vocabulary.update(id, change)),
      ),
      remove: os.vocabulary.remove.handler(change(({ input }) => open().vocabulary.remove(input.id))),
    },
    predictions: {
      feedback: os.predictions.feedback.handler(
        change(({ input }) => open().predictions.feedback(input.predictionId, input.verdict)),
      ),
      ofTask: os.predictions.ofTask.handler(({ input }) => ({
        predictions: open().predictions.ofTask(input.id),
      })),
      log: os.predictions.log.handler(async () => ({ predictors: await open().predictions.log() })),
    },
    insights: {
      get: os.insights.get.handler(({ input }) => open().insights.get(input)),
      report: os.insights.report.handler(() => open().insights.report()),
      refresh: os.insights.refresh.handler(() => open().insights.refresh()),
      metrics: os.insights.metrics.handler(({ input }) => open().insights.metrics(input)),
    },
    recommendations: {
      forTask: os.recommendations.forTask.handler(({ input: { id, ...given } }) =>
        open().recommendations.forTask(id, given),
      ),
      stalled: os.recommendations.stalled.handler(({ input: { limit, ...given } }) =>
        open().recommendations.stalled(limit, given),
      ),
      take: os.recommendations.take.handler(
        change(({ input: { id, kind, ...given } }) => open().recommendations.take(id, kind, given)),
      ),
      dismiss: os.recommendations.dismiss.handler(
        change(({ input: { id, kind, ...given } }) => {
          open().recommendations.dismiss(id, kind, given);
          return { id };
        }),
      ),
      record: os.recommendations.record.handler(() => open().recommendations.record()),
      rollback: os.recommendations.rollback.handler(({ input }) =>
        open().recommendations.rollback(input.version),
      ),
    },
    learning: {
      overview: os.learning.overview.handler(() => open().learning.overview()),
      train: os.learning.train.handler(() => open().learning.training.ask()),
      cancelTraining: os.learning.cancelTraining.handler(() => open().learning.training.cancel()),
      rollback: os.learning.rollback.handler(({ input }) =>
        open().learning.rollback(input.target, input.version),
      ),
      answer: os.learning.answer.handler(({ input: { minutes, firstId, id } }) =>
        open().learning.answer({
          id,
          ...(minutes === undefined ? {} : { minutes }),
          ...(firstId === undefined ? {} : { firstId }),
        }),
      ),
    },
    calendars: {
      list: os.calendars.list.handler(() => ({ calendars: open().calendars.list() })),
      add: os.calendars.add.handler(prepared(({ input }) => open().calendars.prepareAdd(input))),
      update: os.calendars.update.handler(
        change(({ input: { id, ...change } }) => open().calendars.update(id, change)),
      ),
      remove: os.calendars.remove.handler(change(({ input }) => open().calendars.remove(input.id))),
      refresh: os.calendars.refresh.handler(async () => ({ calendars: await open().calendars.refresh() })),
      find: os.calendars.find.handler(async ({ input: { url, login, allowPrivate } }) => ({
        calendars: await open().calendars.find(url, login, allowPrivate),
      })),
      signIn: os.calendars.signIn.handler(({ input }) => open().calendars.signIn(input.id, input.login)),
      connections: os.calendars.connections.handler(() => ({
        connections: open().ctx.db.calendars.connections(1_000),
      })),
    },
    captureFolder: {
      status: os.captureFolder.status.handler(() => open().captureFolder.status()),
      set: os.captureFolder.set.handler(({ input }) => open().captureFolder.set(input.path)),
      check: os.captureFolder.check.handler(() => open().captureFolder.check()),
    },
    publishing: {
      status: os.publishing.status.handler(() => ({ publications: open().publishing.status() })),
      setUp: os.publishing.setUp.handler(async ({ input }) => ({
        publications: await open().publishing.setUp(input),
      })),
      run: os.publishing.run.handler(async () => ({ publications: await open().publishing.run() })),
      turnOff: os.publishing.turnOff.handler(async ({ input: { kind, keep } }) => ({
        publications: await open().publishing.turnOff(kind, keep),
      })),
    },
    imports: {
      begin: os.imports.begin.handler(({ input }) => open().imports.uploads.begin(input.name)),
      append: os.imports.append.handler(({ input }) =>
        open().imports.uploads.append(input.upload, input.text),
      ),
      preview: os.imports.preview.handler(({ input }) => open().imports.preview(input)),
      run: os.imports.run.handler(({ input, signal }) => open().imports.run(input, signal)),
    },
    exports: {
      make: os.exports.make.handler(({ input }) => open().exports.make(input.format, input.passphrase)),
    },
    sync: {
      status: os.sync.status.handler(() => open().sync.status()),
      preview: os.sync.preview.handler(({ input }) => open().sync.preview(input.kind)),
      setUp: os.sync.setUp.handler(({ input }) => open().sync.setUp(input)),
      run: os.sync.run.handler(({ signal }) => open().sync.run(signal)),
      changePassphrase: os.sync.changePassphrase.handler(({ input }) =>
        open().sync.changePassphrase(input.present, input.passphrase),
      ),
      turnOff: os.sync.turnOff.handler(() => open().sync.turnOff()),
      removeDevice: os.sync.removeDevice.handler(({ input }) => open().sync.removeDevice(input.id)),
      replacedTexts: os.sync.replacedTexts.handler(({ input }) => ({
        texts: open().sync.replacedTexts(input.taskId),
      })),
      dismissReplaced: os.sync.dismissReplaced.handler(({ input }) => open().sync.dismissReplaced(input.id)),
    },
    backups: {
      list: os.backups.list.handler(() => parts.recovery.list()),
      create: os.backups.create.handler(() => parts.recovery.create()),
      restore: os.backups.restore.handler(({ input }) => parts.recovery.restore(input.name)),
    },
    recovery: {
      status: os.recovery.status.handler(() => parts.recovery.status()),
      retry: os.recovery.retry.handler(() => parts.recovery.retry()),
      startAnew: os.recovery.startAnew.handler(() => parts.recovery.startAnew()),
      keepCurrent: os.recovery.keepCurrent.handler(() => parts.recovery.keepCurrent()),
    },
  });
}
export type AppRouter = ReturnType<typeof createAppRouter>;

/** An error as the caller gets to see it; the log says more of an unexpected one under its reference. */
export function wireError(
  parts: Pick<RouterParts, 'log' | 'newRef'>,
  thrown: unknown,
  path: readonly string[],
): ORPCError<string, unknown> {
  return wireErrorOf(thrown, (error) => {
    const ref = parts.newRef();
    parts.log('error', 'request.failed', { ref, path: path.join('.'), ...errorFields(error) });
    return ref;
  });
}
