import type { Hub } from '../services/index.ts';
import { createServices, type ServiceContext, type Services } from '../services/index.ts';
import { openDatabase, startDbWorker, type DbLog } from '../db/index.ts';
import type { Log } from './log.ts';
import type { MlSupervisor } from './ml-supervisor.ts';
import type { ProfileOptions } from './profile-types.ts';
import type { OpenDatabase } from './recovery.ts';
import { ReminderDelivery } from './reminder-delivery.ts';

/** The database of an open profile, the thread beside it, and the use cases over both. */
export interface OpenData extends OpenDatabase {
  services: Services;
  /** Notifications of the system; begun where a person has the app open. */
  delivery: ReminderDelivery;
  /** Resolves when nothing touches the files any more. */
  close(): Promise<void>;
}

export interface OpenDataParts {
  options: ProfileOptions;
  supervisor: MlSupervisor;
  hub: Hub;
  log: Log;
}

/**
 * Opens the database with a key. `isNew`: the keys were made just now, so that there may be none yet. The use cases do
 * nothing by themselves until they are started.
 *
 * @throws DaymarkError what `openDatabase` throws
 */
export function openData(
  { options, supervisor, hub, log }: OpenDataParts,
  key: Uint8Array,
  isNew: boolean,
): OpenData {
  const { dataDir, extensionPath, clock, zone, random, ids, dbWorkerUrl, desktop, targets } = options;
  const dbLog: DbLog = (event, detail) => log('info', event, detail);
  const db = openDatabase({ dataDir, key, extensionPath, log: dbLog, now: clock, expected: !isNew });
  const worker = startDbWorker({
    workerUrl: dbWorkerUrl,
    dataDir,
    key,
    now: clock,
    extensionPath,
    log: dbLog,
  });
  db.checkpointBy(() => worker.checkpoint());
  const ml: ServiceContext['ml'] = {
    client: supervisor.client,
    get state() {
      return supervisor.state;
    },
  };
  const services = createServices({
    db,
    worker,
    ml,
    hub,
    clock,
    zone,
    random,
    ids,
    log,
    pushSnapshot: () => supervisor.pushSnapshot(),
    power: desktop?.power?.state,
    targets,
  });
  const delivery = new ReminderDelivery({ desktop: desktop ?? {}, hub, services });
  return {
    key,
    db,
    worker,
    services,
    delivery,
    close: async () => {
      delivery.stop();
      await services.stop();
      await worker.close();
      db.close();
    },
  };
}
