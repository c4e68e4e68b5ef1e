import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { connection, orpc, queryClient } from '../api/client.ts';
import { fetched } from '../api/chunks.ts';
import { followChanges } from '../api/live.ts';
import { useConnection, useSettings, useStatus } from '../api/hooks.ts';
import { readNonce } from '../first.ts';
import { ownWindow } from '../state/own-window.ts';
import { Shell } from './Shell.tsx';
import { cssVariables, theme } from './theme.ts';

const Unlock = lazy(() => fetched(() => import('../features/vault/Unlock.tsx')));
const Restore = lazy(() => fetched(() => import('../features/vault/Restore.tsx')));
const SideWindow = lazy(() => fetched(() => import('./SideWindow.tsx')));
const FirstRun = lazy(() => fetched(() => import('../features/first-run/FirstRun.tsx')));

/** Providers around everything, and the states a profile can be in: locked, damaged, new, or in use. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={() => readNonce() ?? ''}
      >
        <Gate />
        <Notifications position="bottom-center" limit={3} containerWidth={480} zIndex={400} />
      </MantineProvider>
    </QueryClientProvider>
  );
}

/** Another process may restore a damaged profile; nothing is pushed before it is open. */
const DAMAGED_POLL_MS = 3_000;

function Gate() {
  const vault = useQuery(
    orpc.vault.status.queryOptions({
      refetchInterval: ({ state }) => (state.data?.state === 'damaged' ? DAMAGED_POLL_MS : false),
    }),
  );
  const [held, setHeld] = useState(false);
  const state = useConnection();
  const [wasOpen, setWasOpen] = useState(false);
  const isOpen = vault.data?.state === 'open' && !held;
  if (isOpen && !wasOpen) setWasOpen(true);
  if (!vault.data) {
    return (
      <p className="waiting">{state === 'open' || state === 'connecting' ? '' : 'Daymark is not running.'}</p>
    );
  }
  return (
    <>
      {!isOpen && ownWindow !== 'main' && <p className="waiting">Daymark is locked. Open its main window.</p>}
      {!isOpen && ownWindow === 'main' && (
        <Suspense>
          {vault.data.state === 'locked' && !held ? <Unlock /> : <Restore onHold={setHeld} />}
        </Suspense>
      )}
      {/* Locked again by a restart, the page keeps what is typed in it. */}
      {(isOpen || wasOpen) && (
        <div style={{ display: isOpen ? 'contents' : 'none' }}>
          <Profile />
        </div>
      )}
    </>
  );
}

function Profile() {
  const status = useStatus();
  const settings = useSettings();
  useEffect(() => {
    const stop = new AbortController();
    void followChanges(stop.signal);
    return () => stop.abort();
  }, []);
  useEffect(
    () =>
      connection.state.subscribe(() => void queryClient.invalidateQueries({ queryKey: orpc.vault.key() })),
    [],
  );
  if (!status.data || !settings.data) return null;
  if (ownWindow !== 'main') {
    return (
      <Suspense>
        <SideWindow />
      </Suspense>
    );
  }
  if (status.data.firstRun) {
    return (
      <Suspense>
        <FirstRun />
      </Suspense>
    );
  }
  return <Shell />;
}
