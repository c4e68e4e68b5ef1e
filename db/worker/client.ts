import { DaymarkError } from '../../core/errors.ts';
import { ThreadHost } from '../../rpc/thread-host.ts';
import { defaultExtensionPath } from '../extension.ts';
import type { DbLog, DbWorker, DbWorkerOptions } from '../database.ts';
import type { DbThreadMethods, DbThreadStart } from './protocol.ts';

/** Maintenance comes in bursts with hours between them; a thread that waits for the next holds 15 MB. */
const MAINTENANCE_IDLE_MS = 3_000;

/**
 * Starts the worker side of the database. Searches have one thread, and maintenance (checks, backups, training data)
 * another, so that a backup never holds up a search; each thread starts with its first call, and that of maintenance
 * ends after the last. But for the questions about backups the profile must be open already: a read-only connection
 * can't make or migrate it.
 */
export function startDbWorker(options: DbWorkerOptions): DbWorker {
  const { log, workerUrl } = options;
  const data: DbThreadStart = {
    dataDir: options.dataDir,
    key: options.key,
    extensionPath: options.extensionPath ?? defaultExtensionPath(),
  };
  let closed = false;
  const thread = (idleMs: number | null): ThreadHost<DbThreadMethods> =>
    new ThreadHost(workerUrl, {
      data,
      name: 'db-worker',
      keepsProcess: true,
      idleMs,
      onExit: (code) => log?.('db.workerExit', { code }),
      onIdle: () => log?.('db.workerIdle', {}),
      onNote: (note) => log?.(...(note as Parameters<DbLog>)),
    });
  const search = thread(null);
  const maintenance = thread(options.maintenanceIdleMs ?? MAINTENANCE_IDLE_MS);
  /** A thread that is asked for the last time must not start again. */
  const ask =
    (host: ThreadHost<DbThreadMethods>): typeof host.call =>
    (method, input) =>
      closed ? Promise.reject(new DaymarkError('cancelled')) : host.call(method, input);
  const inSearch = ask(search);
  const inMaintenance = ask(maintenance);
  return {
    knn: (vector, k, knnOptions) => inSearch('knn', { vector, k, options: knnOptions }),
    searchWords: (query, searchOptions) => inSearch('searchWords', { query, options: searchOptions }),
    listTasks: (filter) => inSearch('listTasks', filter),
    countTasks: (filters) => inSearch('countTasks', [...filters]),
    openTags: () => inSearch('openTags', null),
    integrityCheck: () => inMaintenance('integrityCheck', null),
    checkpoint: async () => {
      await inMaintenance('checkpoint', null);
    },
    createBackup: () => inMaintenance('createBackup', { now: options.now() }),
    describeBackups: () => inMaintenance('describeBackups', null),
    restoreBackup: (name, now) => inMaintenance('restoreBackup', { name, now }),
    findBackup: (name) => inMaintenance('findBackup', { name }),
    activity: () => inMaintenance('activity', null),
    secondDeferrals: () => inMaintenance('secondDeferrals', null),
    insightTasks: (before) => inMaintenance('insightTasks', { before }),
    pastStart: (schema, most, recent) => inMaintenance('pastStart', { schema, most, recent }),
    pastChunk: (schema, after, limit) => inMaintenance('pastChunk', { schema, after, limit }),
    openRows: (schema, limit) => inMaintenance('openRows', { schema, limit }),
    ready: async () => {
      await inSearch('warm', null);
    },
    close: async () => {
      closed = true;
      await Promise.all([search.close(), maintenance.close()]);
    },
  };
}
