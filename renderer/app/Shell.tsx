import { lazy, Suspense, useEffect } from 'react';
import { fetched } from '../api/chunks.ts';
import { client } from '../api/client.ts';
import { usePlan } from '../api/hooks.ts';
import { useStore } from '../api/store.ts';
import { QuickAdd } from '../features/quick-add/QuickAdd.tsx';
import { Palette } from '../features/palette/Palette.tsx';
import { DayPanel } from '../features/timeline/DayPanel.tsx';
import { ReminderCards } from '../features/reminders/ReminderCards.tsx';
import { TimerGapCard } from '../features/timer-gap/TimerGapCard.tsx';
import { LossNotice } from '../features/vault/LossNotice.tsx';
import { readRoute, routeOf, type View } from '../state/routes.ts';
import { show, ui } from '../state/window.ts';
import { allActions } from '../actions/all.ts';
import { listenForKeys } from '../actions/keys.ts';
import { canRun, followFocus, labelNow, runAction } from '../actions/run.ts';
import { TaskContextMenu } from '../actions/TaskContextMenu.tsx';
import { takeBack } from '../actions/undo.ts';
import { ConnectionNotice } from './ConnectionNotice.tsx';
import { PublishedNotes } from './PublishedNotes.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { followRequests } from './follow-requests.ts';
import { keepFocus } from './keep-focus.ts';
import { Sidebar } from './Sidebar.tsx';
import styles from './shell.module.css';
import { useTheme } from './use-theme.ts';
import { views } from './views.tsx';

const TaskDetail = lazy(() => fetched(() => import('../features/task-detail/TaskDetail.tsx')));
const HabitDetail = lazy(() => fetched(() => import('../features/habits/HabitDetail.tsx')));
const EventDialog = lazy(() => fetched(() => import('../features/timeline/EventDialog.tsx')));
const FocusDialog = lazy(() => fetched(() => import('../features/timeline/FocusDialog.tsx')));
const HistorySheet = lazy(() => fetched(() => import('../features/history/HistorySheet.tsx')));
const FocusOverlay = lazy(() => fetched(() => import('../features/focus/FocusOverlay.tsx')));
const HelpSheet = lazy(() => fetched(() => import('../features/help/HelpSheet.tsx')));

/** The window: sidebar, quick add on top of everything, the view, and what opens over it. */
export function Shell() {
  const view = useStore(ui, (state) => state.view);
  const openTask = useStore(ui, (state) => state.openTask);
  const openHabit = useStore(ui, (state) => state.openHabit);
  const editedEvent = useStore(ui, (state) => state.editedEvent);
  const editedFocus = useStore(ui, (state) => state.editedFocus);
  const historyOpen = useStore(ui, (state) => state.historyOpen);
  const helpOpen = useStore(ui, (state) => state.helpOpen);
  const focusOpen = useStore(ui, (state) => state.focusOpen);
  const panelOpen = openTask !== null || openHabit !== null;
  useRoute();
  useTheme();
  usePlanSeen(view);
  useEffect(listenForKeys, []);
  useEffect(followFocus, []);
  useEffect(keepFocus, []);
  useEffect(() => {
    const stop = new AbortController();
    void followRequests(stop.signal);
    return () => stop.abort();
  }, []);
  return (
    <div className={styles.shell} data-view={view} data-panel={panelOpen || undefined}>
      <Sidebar />
      <main className={styles.main}>
        <ConnectionNotice />
        <PublishedNotes />
        <div className={styles.capture}>
          <QuickAdd onUndo={takeBack} />
        </div>
        <LossNotice />
        <TimerGapCard />
        <ReminderCards />
        <div className={styles.view}>
          <ErrorBoundary key={view}>
            <Suspense>{views[view]()}</Suspense>
          </ErrorBoundary>
        </div>
      </main>
      <Suspense>
        {openTask && <TaskDetail id={openTask} />}
        {openHabit && <HabitDetail id={openHabit} />}
      </Suspense>
      <ErrorBoundary key={view}>
        {(view === 'today' || (openTask && view !== 'week')) && <DayPanel task={openTask} />}
      </ErrorBoundary>
      <TaskContextMenu />
      <Palette actions={allActions} canRun={canRun} labelOf={labelNow} run={runAction} onUndo={takeBack} />
      <Suspense>
        {editedEvent && <EventDialog draft={editedEvent} />}
        {editedFocus && <FocusDialog draft={editedFocus} />}
        {historyOpen && <HistorySheet />}
        {helpOpen && <HelpSheet actions={allActions} />}
        {focusOpen && <FocusOverlay />}
      </Suspense>
    </div>
  );
}

/** Keeps the address and the view together, so that back, forward and reload work. */
function useRoute(): void {
  useEffect(() => {
    const onHash = (): void => show(readRoute(window.location.hash));
    window.addEventListener('hashchange', onHash);
    const stop = ui.subscribe(() => {
      const route = routeOf(ui.get());
      if (window.location.hash !== route) window.location.hash = route;
    });
    return () => {
      window.removeEventListener('hashchange', onHash);
      stop();
    };
  }, []);
}

/** A plan that changes again within this time was not looked at. */
const SEEN_AFTER_MS = 3_000;

/** Tells the server which plan is before the person's eyes: what they saw of today moves only with their word. */
function usePlanSeen(view: View): void {
  const { revision = 0, stale = true } = usePlan().data ?? {};
  const shown = revision > 0 && !stale && (view === 'today' || view === 'week');
  useEffect(() => {
    if (!shown) return undefined;
    const tell = (): void => {
      if (document.visibilityState !== 'visible') return;
      client.planning.seen({ revision }).catch(() => {
        // The next plan is told again.
      });
    };
    const timer = setTimeout(tell, SEEN_AFTER_MS);
    document.addEventListener('visibilitychange', tell);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [shown, revision]);
}
