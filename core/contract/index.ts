import { app, preferences } from './app.ts';
import { events } from './calendar.ts';
import { captureFolder } from './capture-folder.ts';
import { desktop } from './desktop.ts';
import { capture } from './capture.ts';
import { calendars, exports, imports } from './exchange.ts';
import { filters } from './filters.ts';
import { sync } from './sync.ts';
import { habits } from './habits.ts';
import { intents } from './intents.ts';
import { insights, learning, predictions, vocabulary } from './learning.ts';
import { planning } from './planning.ts';
import { projects } from './projects.ts';
import { publishing } from './publishing.ts';
import { reminders } from './reminders.ts';
import { recommendations } from './recommendations.ts';
import { tasks } from './tasks.ts';
import { backups, recovery, vault } from './vault.ts';

export { notice, type Notice } from './app.ts';
export { MAX_CAPTURE_LENGTH, MAX_QUERY_LENGTH } from './requests.ts';

/**
 * The app contract: everything a renderer or the command line can ask of the process that owns the profile, by group.
 * Each transport (MessagePort, WebSocket, local socket) serves exactly this. `core/contract/kinds.ts` says which calls
 * change something.
 */
export const contract = {
  app,
  desktop,
  vault,
  capture,
  captureFolder,
  tasks,
  filters,
  habits,
  intents,
  projects,
  events,
  planning,
  reminders,
  preferences,
  vocabulary,
  predictions,
  insights,
  recommendations,
  learning,
  calendars,
  publishing,
  imports,
  exports,
  backups,
  sync,
  recovery,
};
/** The type of the whole app contract, for clients and routers. */
export type Contract = typeof contract;
