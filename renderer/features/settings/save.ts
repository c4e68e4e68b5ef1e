import type { SettingsPatch } from '../../../core/domain/settings.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { notifyError } from '../../ui/notify.tsx';

/**
 * Stores a change of settings. It is shown at once, so that the next field, filled while the answer is on its way, goes on
 * from it.
 */
export function save(patch: SettingsPatch): void {
  queryClient.setQueryData(orpc.preferences.get.queryKey(), (before) => before && { ...before, ...patch });
  client.preferences.update(patch).then(
    (settings) => queryClient.setQueryData(orpc.preferences.get.queryKey(), settings),
    (error: unknown) => {
      notifyError(error);
      void queryClient.invalidateQueries({ queryKey: orpc.preferences.key() });
    },
  );
}
