import type { SubscribedCalendar } from '../../core/domain/calendar.ts';
import type { SyncStatus } from '../../core/domain/sync.ts';

/** The promise at the foot of the sidebar, as it stands with what is set up: what goes from this device to anywhere else. */
export function leavingWords(
  sync: Pick<SyncStatus, 'state' | 'kind'> | undefined,
  calendars: readonly Pick<SubscribedCalendar, 'kind'>[],
): string {
  const syncs = sync !== undefined && sync.state !== 'off' && sync.state !== 'removed';
  const asks = calendars.some(({ kind }) => kind !== 'file');
  if (syncs && asks) return 'Only encrypted sync and calendar requests leave this device.';
  if (syncs)
    return `Encrypted changes go to your sync ${sync.kind === 'postgres' ? 'server' : 'folder'}; nothing else leaves.`;
  if (asks) return 'Only calendar requests leave this device.';
  return 'Nothing leaves this device.';
}
