import type { CalendarOptions, EventApi } from '@fullcalendar/react';
import interactionPlugin from '@fullcalendar/react/interaction';
import timeGridPlugin from '@fullcalendar/react/timegrid';
import type { EventId, TaskId } from '../../../core/ids.ts';
import type { ReactElement } from 'react';
import type { KeptFocus } from '../../../core/domain/views.ts';
import { say } from '../../../core/messages/index.ts';
import { HOUR_MS } from '../../../core/time/units.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { minutesBetween } from '../../wording/format.ts';
import { notifyError } from '../../ui/notify.tsx';
import { newEventAt, show } from '../../state/window.ts';
import { BlockContent } from './BlockContent.tsx';
import { DayHead } from './DayHead.tsx';
import { wallClock, type EntryDetails } from './entries.ts';
import { animateMove, forgetPlace } from './animate-move.ts';
import styles from './timeline.module.css';

/** A selection this short is a click that slipped. */
const MIN_SELECTION_MS = 300_000;

function contentOf({ event, view }: { event: EventApi; view: { type: string } }): ReactElement {
  return (
    <BlockContent
      title={event.title}
      start={event.startStr.slice(0, 16)}
      end={event.endStr.slice(0, 16)}
      details={detailsOf(event)}
      span={view.type === 'timeGridDay' ? 'day' : 'week'}
    />
  );
}

/** How the grid looks and what its gestures do; the same for a day and a week. */
export const gridOptions = {
  plugins: [timeGridPlugin, interactionPlugin],
  headerToolbar: false,
  timeZone: 'UTC',
  nowIndicator: true,
  nowIndicatorSnap: false,
  expandRows: true,
  slotDuration: '01:00',
  snapDuration: '00:05',
  dayHeaderContent: ({ date }) => <DayHead day={wallClock(date).slice(0, 10)} />,
  editable: true,
  droppable: true,
  selectable: true,
  selectMinDistance: 4,
  // A higher minimum would push what follows a short block aside.
  eventMinHeight: 6,
  slotEventOverlap: false,
  slotLaneClass: styles.lane,
  slotHeaderClass: ({ isFirst }) => `${styles.slotHeader} ${isFirst ? styles.slotHeaderFirst : ''}`,
  slotHeaderContent: ({ time }) => (
    <span className={styles.slotLabel}>{time ? `${time.milliseconds / HOUR_MS}:00` : ''}</span>
  ),
  allDayHeaderContent: () => <span className={styles.allDay}>all day</span>,
  nowIndicatorLineClass: styles.nowLine,
  nowIndicatorDotClass: styles.nowDot,
  dayHeaderClass: styles.dayHeader,
  dayHeaderInnerClass: styles.dayHeaderInner,
  dayHeaderAlign: 'start',
  dayLaneClass: styles.dayLane,
  eventClass: ({ event }) => blockClass(detailsOf(event)),
  backgroundEventClass: ({ event }) => {
    const { kind, level } = detailsOf(event);
    if (kind === 'ghost') return styles.ghost;
    if (kind === 'travel') return styles.travel;
    return kind === 'focus' ? styles.focus : `${styles.energy} ${styles[`level${level}`]}`;
  },
  // The element after a block's content is the handle that changes its length.
  columnEventAfterClass: ({ isEndResizable }) => (isEndResizable ? styles.resizer : ''),
  eventContent: contentOf,
  backgroundEventContent: contentOf,
  eventDidMount: ({ el, event }) => animateMove(event.id, el),
  eventDrop: ({ event, revert }) => attempt(moved(event), revert),
  eventResize: ({ event, revert }) => attempt(resized(event), revert),
  eventReceive: ({ event, revert }) => {
    const { start } = event;
    const id = detailsOf(event).of as TaskId;
    // The block that is shown comes with the new plan, not from the drag.
    revert();
    if (start) attempt(client.tasks.pin({ id, start: wallClock(start) }));
  },
  eventClick: ({ event }) => {
    const { kind, of } = detailsOf(event);
    if (kind === 'task') show({ openTask: of as TaskId, focusedTask: of as TaskId });
    if (kind === 'event') editEvent(event);
  },
  dateClick: ({ date, allDay }) => {
    if (allDay) return;
    const kept = focusAt(wallClock(date));
    if (kept)
      show({ editedFocus: { from: kept.start, start: kept.start, end: kept.end, why: say(kept.why) } });
    else openNewEvent(date, new Date(date.getTime() + HOUR_MS));
  },
  select: ({ start, end, allDay }) => {
    if (!allDay && end.getTime() - start.getTime() > MIN_SELECTION_MS) openNewEvent(start, end);
  },
} satisfies CalendarOptions;

/** The grid's own props are loosely typed; everything put in comes from entries.ts. */
function detailsOf(event: EventApi): EntryDetails {
  return event.extendedProps as EntryDetails;
}

function attempt(request: Promise<unknown>, revert?: () => void): void {
  request.catch((error: unknown) => {
    revert?.();
    notifyError(error);
  });
}

function editEvent(shown: EventApi): void {
  const { event } = detailsOf(shown);
  // What came with a calendar is changed where that calendar is kept.
  if (!event || (event.calendarId !== undefined && !event.writable)) return;
  const { id, title, start, end, allDay, blocks, travelBeforeMin, travelAfterMin, rrule = null } = event;
  const { calendarId = null } = event;
  show({
    editedEvent: {
      id,
      title,
      start,
      end,
      allDay,
      blocks,
      travelBeforeMin,
      travelAfterMin,
      rrule,
      calendarId,
    },
  });
}

/** The stretch kept for focus that a moment lies in; the bands lie behind the grid and get no clicks of their own. */
function focusAt(moment: string): KeptFocus | undefined {
  const plan = queryClient.getQueryData(orpc.planning.current.queryKey());
  return plan?.focus?.kept.find(({ start, end }) => start <= moment && moment < end);
}

function openNewEvent(start: Date, end: Date): void {
  show({ editedEvent: newEventAt(wallClock(start), wallClock(end)) });
}

/** A dragged block pins its task there; a dragged appointment moves. */
async function moved(event: EventApi): Promise<unknown> {
  const { start, end } = event;
  const { kind, of } = detailsOf(event);
  if (!start) return null;
  forgetPlace(event.id);
  if (kind === 'task') return client.tasks.pin({ id: of as TaskId, start: wallClock(start) });
  const patch = { start: wallClock(start), end: wallClock(end ?? start) };
  return client.events.update({ id: of as EventId, patch });
}

/** A pulled edge says how long a task takes, or when an appointment ends. */
async function resized(event: EventApi): Promise<unknown> {
  const { start, end } = event;
  const { kind, of } = detailsOf(event);
  if (kind === 'event') return moved(event);
  if (!start || !end) return null;
  const durationMin = minutesBetween(wallClock(start), wallClock(end));
  return client.tasks.update({ id: of as TaskId, patch: { durationMin } });
}

function blockClass(details: EntryDetails): string {
  const names = [styles.block, styles[details.kind]];
  if (details.done) names.push(styles.done);
  if (details.pinned) names.push(styles.pinned);
  if (details.late) names.push(styles.late);
  if (details.under !== null) names.push(styles.under);
  return names.join(' ');
}
