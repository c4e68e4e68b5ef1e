import { Select, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DesktopPart, DesktopPatch, DesktopState } from '../../../core/domain/desktop.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { useKeys } from '../../api/hooks.ts';
import { notifyError } from '../../ui/notify.tsx';
import { Section } from './Section.tsx';
import { ShortcutField } from './ShortcutField.tsx';

const LOCK_CHOICES = [5, 10, 15, 30, 60].map((min) => ({ value: String(min), label: `${min} minutes` }));

/** What Daymark does beside its window; nothing where this shell has no desktop. */
export function Desktop() {
  const { data: state } = useQuery(orpc.desktop.state.queryOptions({ staleTime: 0 }));
  const hasPassphrase = useKeys().data?.slots.includes('passphrase') ?? false;
  if (!state || state.offers.length === 0) return null;
  const has = (part: DesktopPart): boolean => state.offers.includes(part);
  return (
    <Section title="Desktop" text="Shortcuts, tray and locking. These settings stay on this computer.">
      {has('shortcuts') && <Shortcuts state={state} />}
      {has('loginItem') && (
        <Toggle
          label="Open Daymark at login"
          on={state.openAtLogin}
          patch={(openAtLogin) => ({ openAtLogin })}
        />
      )}
      {has('tray') && (
        <Toggle
          label="Keep running in the tray when the window is closed"
          on={state.keepRunning}
          patch={(keepRunning) => ({ keepRunning })}
        />
      )}
      {has('badge') && (
        <Toggle
          label="Show today’s open tasks on the app icon"
          on={state.badge}
          patch={(badge) => ({ badge })}
        />
      )}
      {has('power') && (
        <Toggle
          label="Pause the timer when the computer sleeps or locks"
          on={state.pauseWhenAway}
          patch={(pauseWhenAway) => ({ pauseWhenAway })}
        />
      )}
      {has('lock') && (
        <Select
          label="Lock Daymark when idle"
          description={
            hasPassphrase ? 'You unlock it with your passphrase.' : 'Set a passphrase under Encryption first.'
          }
          disabled={!hasPassphrase}
          placeholder="Never"
          clearable
          data={LOCK_CHOICES}
          value={state.lockAfterMin === null ? null : String(state.lockAfterMin)}
          onChange={(min) => set({ lockAfterMin: min === null ? null : Number(min) })}
        />
      )}
    </Section>
  );
}

function Shortcuts({ state }: { state: DesktopState }) {
  return (
    <>
      <ShortcutField
        label="Quick add from any app"
        keys={state.shortcuts.quickAdd}
        taken={state.taken.includes('quickAdd')}
        onChange={(quickAdd) => set({ shortcuts: { quickAdd } })}
      />
      <ShortcutField
        label="Add the clipboard’s text"
        keys={state.shortcuts.clipboard}
        taken={state.taken.includes('clipboard')}
        onChange={(clipboard) => set({ shortcuts: { clipboard } })}
      />
    </>
  );
}

function Toggle({ label, on, patch }: { label: string; on: boolean; patch(on: boolean): DesktopPatch }) {
  return (
    <Switch label={label} checked={on} onChange={({ currentTarget }) => set(patch(currentTarget.checked))} />
  );
}

function set(patch: DesktopPatch): void {
  client.desktop
    .set(patch)
    .then((state) => queryClient.setQueryData(orpc.desktop.state.queryKey(), state), notifyError);
}
