/**
 * What asking twice does. Every procedure of the app contract is one of: a question (listed here), a deed that may be
 * repeated or must be asked for anew by a person (listed here), or a change, which is made once for each intent id. Without
 * zod, so that the page can look it up.
 */

/** Asking changes nothing; these may be asked again at any time. */
export const questions: ReadonlySet<string> = new Set([
  'app.status',
  'app.changes',
  'app.settled',
  'vault.status',
  'capture.parse',
  'capture.guess',
  'capture.preview',
  'tasks.get',
  'app.notices',
  'tasks.list',
  'tasks.counts',
  'tasks.history',
  'tasks.steps',
  'tasks.upcoming',
  'tasks.search',
  'intents.preview',
  'habits.list',
  'projects.list',
  'events.list',
  'imports.preview',
  'calendars.list',
  'calendars.connections',
  'planning.current',
  'planning.reasons',
  'planning.profile',
  'planning.overload',
  'planning.estimateCompletion',
  'planning.dailyReview',
  'preferences.get',
  'vocabulary.list',
  'predictions.log',
  'insights.get',
  'learning.overview',
  'backups.list',
  'recovery.status',
]);

/** Done when asked and not again by itself: nothing is kept of them, and a late one is not wanted any more. */
export const deeds: ReadonlySet<string> = new Set([
  'vault.unlock',
  'vault.setPassphrase',
  'vault.makeRecoveryCode',
  'tasks.addList',
  'calendars.refresh',
  'imports.begin',
  'imports.append',
  'imports.run',
  'exports.make',
  'planning.replan',
  'planning.seen',
  'planning.answer',
  'learning.train',
  'learning.cancelTraining',
  'learning.rollback',
  'learning.answer',
  'backups.create',
  'backups.restore',
  'recovery.retry',
  'recovery.startAnew',
  'recovery.keepCurrent',
]);
