import { lazy, type ReactNode } from 'react';
import { fetched } from '../api/chunks.ts';
import { Proposal } from '../features/today/Proposal.tsx';
import { TodayList } from '../features/today/TodayList.tsx';
import { WeekView } from '../features/timeline/WeekView.tsx';
import type { View } from '../state/routes.ts';
import styles from './shell.module.css';

const TasksPage = lazy(() => fetched(() => import('./TasksPage.tsx')));
const InsightsView = lazy(() => fetched(() => import('../features/insights/InsightsView.tsx')));
const SettingsView = lazy(() => fetched(() => import('../features/settings/SettingsView.tsx')));

/** What each view of the route table draws; those that are not seen at the start are fetched when they are. */
export const views: Record<View, () => ReactNode> = {
  today: () => <TodayList />,
  week: () => (
    <div className={styles.week}>
      <Proposal />
      <WeekView />
    </div>
  ),
  tasks: () => <TasksPage />,
  insights: () => <InsightsView />,
  settings: () => <SettingsView />,
};
