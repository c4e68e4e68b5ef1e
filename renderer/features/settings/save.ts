import type { SettingsPatch } from '../../../core/domain/settings.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { notifyError } from '../../ui/notify.tsx';

/** Stores a change of settings; the answer is shown at once, before the push arrives. */
export function save(patch: SettingsPatch): void {
  client.preferences.update(patch).then(
    (settings) => queryClient.setQueryData(orpc.preferences.get.queryKey(), settings),
    (error: unknown) => {
      notifyError(error);
      void queryClient.invalidateQueries({ queryKey: orpc.preferences.key() });
    },
  );
}
