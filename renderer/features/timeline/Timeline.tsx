import FullCalendar from '@fullcalendar/react';
import { Draggable } from '@fullcalendar/react/interaction';
import '@fullcalendar/react/skeleton.css';
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { addDays, weekdayOf } from '../../../core/time/zoned.ts';
import {
  useCalendars,
  useEvents,
  useNow,
  usePlan,
  useProjects,
  useWorkProfile,
  useSettings,
} from '../../api/hooks.ts';
import {
  energyEntries,
  eventEntries,
  focusEntries,
  ghostEntries,
  hoursShown,
  taskEntries,
  travelEntries,
  type Entry,
} from './entries.ts';
import { gridOptions } from './grid-options.tsx';
import { HOUR_PX } from './room.ts';
import styles from './timeline.module.css';
import { WEEKDAYS } from '../../../core/time/week.ts';

/**
 * The day or the week on a grid: blocks in their project's colour, appointments grey, a line for now. Drag a block
 * to move and pin it, its edge to change its length, a task from the list to pin it, or an empty stretch for an
 * appointment.
 */
export default function Timeline({ span, from }: { span: 'day' | 'week'; from: string }) {
  const { local } = useNow(30_000);
  const days = span === 'day' ? 1 : 7;
  const entries = useEntries(from, days);
  const hours = useHours(from, days, entries);
  const opensOn = useOpeningHour(hours.usual, from);
  const grid = useScrollTo(span, opensOn - hours.from);
  useDragFromList();
  return (
    <div ref={grid} className={styles.grid} data-grid={span}>
      <FullCalendar
        {...gridOptions}
        // A grid that gets other hours opens again, at the hour it should.
        key={`${from}/${hours.from}`}
        initialView={span === 'day' ? 'timeGridDay' : 'timeGridWeek'}
        initialDate={from}
        firstDay={weekdayOf(from) % 7}
        now={local}
        // The week scrolls under its own head; the day is as high as it is, in a panel that scrolls.
        height={span === 'week' ? '100%' : (hours.to - hours.from) * HOUR_PX.day}
        slotMinHeight={HOUR_PX[span]}
        scrollTime={`${opensOn}:00`}
        scrollTimeReset={false}
        dayHeaders={span === 'week'}
        allDaySlot={entries.some((entry) => entry.allDay)}
        slotMinTime={`${hours.from}:00`}
        slotMaxTime={`${hours.to}:00`}
        events={entries}
      />
    </div>
  );
}

function useEntries(from: string, days: number): Entry[] {
  const plan = usePlan().data;
  const events = useEvents(from, days).data;
  const energy = useWorkProfile().data?.energyByHour ?? null;
  const { byId: projects } = useProjects();
  const calendars = useCalendars().data;
  return useMemo(() => {
    const inView = (plan?.blocks ?? []).filter(({ start }) => start >= from && start < addDays(from, days));
    const colourOf = (id: string): number | null => projects.get(id)?.colour ?? null;
    return [
      ...focusEntries(plan?.focus?.kept ?? [], inView, from, days),
      ...taskEntries(inView, colourOf),
      ...ghostEntries(plan, from, days),
      ...travelEntries(events ?? []),
      ...eventEntries(events ?? [], (id) => calendars?.find((one) => one.id === id)?.colour ?? null),
      // One stripe speaks; seven would shout.
      ...(days === 1 ? energyEntries(energy, from, days) : []),
    ];
  }, [plan, events, energy, projects, calendars, from, days]);
}

/** The hours to show, and the first of the usual ones: a night that widens the grid is not where it opens. */
function useHours(
  from: string,
  days: number,
  entries: readonly Entry[],
): { from: number; to: number; usual: number } {
  const working = useSettings().data?.workingHours;
  return useMemo(() => {
    const shown = WEEKDAYS.filter((_, index) => days === 7 || index === weekdayOf(from) - 1);
    const spans = !working || working === 'always' ? [] : shown.flatMap((day) => working[day] ?? []);
    // Every hour has some energy.
    const held = entries.filter(({ extendedProps }) => extendedProps.kind !== 'energy');
    return { ...hoursShown(spans, held, from, days), usual: hoursShown(spans, [], from, days).from };
  }, [working, entries, from, days]);
}

/** The hour the grid opens on: the one before now if it begins today, else the usual first. */
function useOpeningHour(firstHour: number, from: string): number {
  const { local, today } = useNow(60_000);
  const hour = Number(local.slice(11, 13));
  const [openedAt] = useState(hour);
  return from === today ? Math.max(firstHour, openedAt - 1) : firstHour;
}

/** Scrolls the day's panel when its grid opens; later scrolling is the person's own. The week scrolls itself. */
function useScrollTo(span: 'day' | 'week', hours: number): RefObject<HTMLDivElement | null> {
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (span === 'day') grid.current?.parentElement?.scrollTo({ top: hours * HOUR_PX.day });
  }, [span, hours]);
  return grid;
}

/** Lets every list row on the page be dragged onto the grid. */
function useDragFromList(): void {
  useEffect(() => {
    const draggable = new Draggable(document.body, {
      itemSelector: '[data-drag-task]',
      eventData: ({ dataset }) => ({
        title: dataset['dragTitle'],
        duration: { minutes: Number(dataset['dragMinutes'] ?? 30) },
        extendedProps: { of: dataset['dragTask'], kind: 'task', project: null },
      }),
    });
    return () => draggable.destroy();
  }, []);
}
