import FullCalendar from '@fullcalendar/react';
import interactionPlugin, { Draggable } from '@fullcalendar/react/interaction';
import timeGridPlugin from '@fullcalendar/react/timegrid';
import '@fullcalendar/react/skeleton.css';
import { useEffect, useMemo, useRef } from 'react';
import type { EventId, TaskId } from '../../../core/ids.ts';
import { addDays, weekdayOf } from '../../../core/time/zoned.ts';
import { client } from '../../api/client.ts';
import { useEvents, useNow, usePlan, useProjects, useSettings } from '../../api/hooks.ts';
import { minutesBetween } from '../../ui/format.ts';
import { notifyError } from '../../ui/notify.tsx';
import { show } from '../../ui/state.ts';
import { BlockContent } from './BlockContent.tsx';
import {
  energyEntries,
  eventEntries,
  hoursShown,
  taskEntries,
  wallClock,
  type Entry,
  type EntryDetails,
} from './entries.ts';
import { Glide } from './glide.ts';
import styles from './timeline.module.css';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const HOUR_PX = 76;

/**
 * The day or the week on a grid: blocks in their project's colour, appointments grey, a line for now. Drag a block
 * to move and pin it, its edge to change its length, a task from the list to pin it, or an empty stretch for an
 * appointment.
 */
export default function Timeline({ span }: { span: 'day' | 'week' }) {
  const { today, local } = useNow(30_000);
  const days = span === 'day' ? 1 : 7;
  const from = span === 'day' ? today : addDays(today, 1 - weekdayOf(today));
  const plan = usePlan();
  const events = useEvents(from, days);
  const settings = useSettings();
  const { byId: projects } = useProjects();
  const glide = useRef(new Glide()).current;

  const entries = useMemo(() => {
    const inView = (plan.data?.blocks ?? []).filter(
      ({ start }) => start >= from && start < addDays(from, days),
    );
    const colourOf = (id: string): number | null => projects.get(id)?.colour ?? null;
    return [
      ...taskEntries(inView, colourOf),
      ...eventEntries(events.data ?? []),
      ...energyEntries(settings.data?.energyByHour ?? null, from, days),
    ];
  }, [plan.data, events.data, settings.data, projects, from, days]);
  const hours = useMemo(() => {
    const all = settings.data?.workingHours;
    const shown = WEEKDAYS.filter((_, index) => days === 7 || index === weekdayOf(from) - 1);
    const spans = !all || all === 'always' ? [] : shown.flatMap((day) => all[day] ?? []);
    return hoursShown(spans, entries);
  }, [settings.data, entries, from, days]);

  useDragFromList();
  glide.expect(entries);

  return (
    <div className={styles.grid} data-span={span}>
      <FullCalendar
        plugins={[timeGridPlugin, interactionPlugin]}
        initialView={span === 'day' ? 'timeGridDay' : 'timeGridWeek'}
        initialDate={from}
        key={from}
        headerToolbar={false}
        timeZone="UTC"
        now={local}
        nowIndicator
        nowIndicatorSnap={false}
        firstDay={1}
        height="auto"
        contentHeight={span === 'day' ? (hours.to - hours.from) * HOUR_PX : (hours.to - hours.from) * 56}
        expandRows
        allDaySlot={entries.some((entry) => entry.allDay)}
        slotMinTime={`${hours.from}:00`}
        slotMaxTime={`${hours.to}:00`}
        slotDuration="01:00"
        snapDuration="00:05"
        slotHeaderFormat={{ hour: 'numeric', minute: '2-digit', hour12: false }}
        dayHeaders={span === 'week'}
        dayHeaderFormat={{ weekday: 'short', day: 'numeric' }}
        events={entries}
        editable
        droppable
        selectable
        selectMinDistance={4}
        eventMinHeight={16}
        eventShortHeight={34}
        slotEventOverlap={false}
        eventContent={(info) => (
          <BlockContent
            title={info.event.title}
            start={info.event.startStr}
            end={info.event.endStr}
            details={info.event.extendedProps as EntryDetails}
          />
        )}
        eventClass={(info) => classOf(info.event.extendedProps as EntryDetails)}
        backgroundEventClass={(info) =>
          `${styles.energy} ${styles[`level${(info.event.extendedProps as EntryDetails).level}`]}`
        }
        slotLaneClass={styles.lane}
        slotHeaderClass={styles.slotHeader}
        nowIndicatorLineClass={styles.nowLine}
        nowIndicatorDotClass={styles.nowDot}
        dayHeaderClass={styles.dayHeader}
        dayLaneClass={styles.dayLane}
        eventDidMount={({ el, event }) => glide.arrived(event.id, el)}
        eventDrop={({ event, revert }) => {
          moved(event.extendedProps as EntryDetails, event.start, event.end).catch((error: unknown) => {
            revert();
            notifyError(error);
          });
        }}
        eventResize={({ event, revert }) => {
          resized(event.extendedProps as EntryDetails, event.start, event.end).catch((error: unknown) => {
            revert();
            notifyError(error);
          });
        }}
        eventReceive={({ event, revert }) => {
          const id = String(event.extendedProps['of']) as TaskId;
          const { start } = event;
          revert();
          if (start) client.tasks.pin({ id, start: wallClock(start) }).catch(notifyError);
        }}
        eventClick={({ event }) => {
          const details = event.extendedProps as EntryDetails;
          if (details.kind === 'task')
            show({ openTask: details.of as TaskId, focusedTask: details.of as TaskId });
        }}
        dateClick={({ date, allDay }) => {
          if (!allDay) openNewEvent(date, new Date(date.getTime() + 3_600_000));
        }}
        select={({ start, end, allDay }) => {
          if (!allDay && end.getTime() - start.getTime() > 300_000) openNewEvent(start, end);
        }}
      />
    </div>
  );
}

function openNewEvent(start: Date, end: Date): void {
  show({ newEvent: { start: wallClock(start), end: wallClock(end) } });
}

/** A dragged block pins its task there; a dragged appointment moves. */
async function moved(details: EntryDetails, start: Date | null, end: Date | null): Promise<void> {
  if (!start) return;
  if (details.kind === 'task') await client.tasks.pin({ id: details.of as TaskId, start: wallClock(start) });
  else
    await client.events.update({
      id: details.of as EventId,
      patch: { start: wallClock(start), end: wallClock(end ?? start) },
    });
}

/** A pulled edge says how long a task takes, or when an appointment ends. */
async function resized(details: EntryDetails, start: Date | null, end: Date | null): Promise<void> {
  if (!start || !end) return;
  if (details.kind === 'event') return moved(details, start, end);
  const durationMin = minutesBetween(wallClock(start), wallClock(end));
  await client.tasks.update({ id: details.of as TaskId, patch: { durationMin } });
}

/** Lets every list row on the page be dragged onto the grid. */
function useDragFromList(): void {
  useEffect(() => {
    const draggable = new Draggable(document.body, {
      itemSelector: '[data-drag-task]',
      eventData: (element) => ({
        title: element.dataset['dragTitle'],
        duration: { minutes: Number(element.dataset['dragMinutes'] ?? 30) },
        extendedProps: { of: element.dataset['dragTask'], kind: 'task', project: null },
      }),
    });
    return () => draggable.destroy();
  }, []);
}

function classOf(details: EntryDetails): string {
  if (details.kind === 'energy') return '';
  const names = [styles.block, styles[details.kind]];
  if (details.done) names.push(styles.done);
  if (details.pinned) names.push(styles.pinned);
  if (details.late) names.push(styles.late);
  return names.join(' ');
}

export type { Entry };
