import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { EventScope } from '../../../core/domain/calendar.ts';
import { addDays } from '../../../core/time/zoned.ts';
import { client } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { readsSettled } from '../../api/read-fields.ts';
import { ClockField } from '../../ui/ClockField.tsx';
import { addMinutes, minutesBetween } from '../../wording/format.ts';
import { LengthField } from '../../ui/LengthField.tsx';
import { takeBack } from '../../actions/undo.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import { useNewest } from '../../state/use-newest.ts';
import { show, type EventDraft } from '../../state/window.ts';
import { KeptIn, Repeat, ScopeQuestion } from './EventRepeat.tsx';
import styles from './event-dialog.module.css';

const close = (): void => show({ editedEvent: null });

/** An appointment, typed in by hand: what, from when to when, and whether work can be planned over it. */
export default function EventDialog({ draft }: { draft: EventDraft }) {
  const { value: event, newest, set } = useNewest(draft);
  const [error, setError] = useState<string | null>(null);
  const [asking, setAsking] = useState<'save' | 'remove' | null>(null);
  const repeats = draft.id !== null && draft.rrule !== null;

  const save = async (): Promise<void> => {
    // A field that was just left may still be read.
    await readsSettled();
    const { current } = newest;
    if (current.end <= current.start) {
      setError('It ends before it begins.');
      return;
    }
    if (repeats) setAsking('save');
    else await keep('this');
  };
  const keep = async (scope: EventScope): Promise<void> => {
    const { current } = newest;
    try {
      await store({ ...current, title: current.title.trim() }, draft, scope);
      close();
    } catch (failure) {
      setAsking(null);
      setError(sentenceOf(failure));
    }
  };
  const drop = (): void => (repeats ? setAsking('remove') : remove(event, 'this'));

  if (asking)
    return (
      <Modal opened onClose={close} title="Repeating event" size={420}>
        <ScopeQuestion
          question={asking === 'save' ? 'Which events should change?' : 'Which events should be removed?'}
          withoutThis={asking === 'save' && event.rrule !== draft.rrule}
          onAnswer={(scope) => (asking === 'save' ? void keep(scope) : remove(event, scope))}
          onCancel={() => setAsking(null)}
        />
      </Modal>
    );
  return (
    <Modal opened onClose={close} title={event.id ? 'Event' : 'New event'} size={420}>
      <form
        className={styles.form}
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void save();
        }}
      >
        <TextInput
          label="Title"
          required
          data-autofocus
          maxLength={1_000}
          value={event.title}
          onChange={({ currentTarget }) => set({ title: currentTarget.value })}
        />
        <When event={event} set={set} />
        <Repeat value={event.rrule} onChange={(rrule) => set({ rrule })} />
        {!event.id && <KeptIn value={event.calendarId} onChange={(calendarId) => set({ calendarId })} />}
        {error && (
          <p className={styles.error} role="alert">
            {error}
          </p>
        )}
        <Checkbox
          label="Show as busy"
          checked={event.blocks}
          onChange={({ currentTarget }) => set({ blocks: currentTarget.checked })}
        />
        {!event.allDay && event.blocks && !event.calendarId && (
          <div className={styles.travel}>
            <Travel
              label="Travel before"
              value={event.travelBeforeMin}
              onSave={(travelBeforeMin) => set({ travelBeforeMin })}
            />
            <Travel
              label="Travel after"
              value={event.travelAfterMin}
              onSave={(travelAfterMin) => set({ travelAfterMin })}
            />
          </div>
        )}
        <Buttons event={event} onRemove={drop} />
      </form>
    </Modal>
  );
}

interface WhenProps {
  event: EventDraft;
  set(patch: Partial<EventDraft>): void;
}

/** From when to when; whole days are named by their first and last. A moved beginning keeps the length. */
function When({ event, set }: WhenProps) {
  const lastDay = addDays(event.end.slice(0, 10), event.allDay ? -1 : 0);
  const startAt = (start: string): void =>
    set({ start, end: addMinutes(start, Math.max(0, minutesBetween(event.start, event.end))) });
  return (
    <>
      <Checkbox
        label="All day"
        checked={event.allDay}
        onChange={({ currentTarget: { checked } }) => set(checked ? wholeDays(event) : officeHour(event))}
      />
      {event.allDay ? (
        <>
          <Day label="From" value={event.start.slice(0, 10)} onSave={(day) => startAt(`${day}T00:00`)} />
          <Day label="To" value={lastDay} onSave={(day) => set({ end: `${addDays(day, 1)}T00:00` })} />
        </>
      ) : (
        <>
          <Moment label="From" value={event.start} onSave={startAt} />
          <Moment label="To" value={event.end} onSave={(end) => set({ end })} />
        </>
      )}
    </>
  );
}

/** Whole days rarely keep one from working; the box below says otherwise where they do. */
function wholeDays({ start, end }: EventDraft): Partial<EventDraft> {
  const last = end.slice(11) === '00:00' && end.slice(0, 10) > start.slice(0, 10) ? end.slice(0, 10) : null;
  return {
    allDay: true,
    blocks: false,
    start: `${start.slice(0, 10)}T00:00`,
    end: `${last ?? addDays(end.slice(0, 10), 1)}T00:00`,
  };
}

function officeHour({ start }: EventDraft): Partial<EventDraft> {
  const day = start.slice(0, 10);
  return { allDay: false, blocks: true, start: `${day}T09:00`, end: `${day}T10:00` };
}

function Travel({ label, value, onSave }: { label: string; value: number; onSave(value: number): void }) {
  return (
    <div className={styles.travelField}>
      <span aria-hidden="true">{label}</span>
      <LengthField
        label={label}
        minMin={0}
        maxMin={1_440}
        placeholder="none"
        value={value === 0 ? null : value}
        onSave={(length) => onSave(length ?? 0)}
      />
    </div>
  );
}

interface PartProps {
  label: string;
  value: string;
  onSave(value: string): void;
}

function DayInput({ label, value, onSave }: PartProps) {
  return (
    <input
      type="date"
      required
      aria-label={`${label}, day`}
      value={value}
      onChange={({ currentTarget }) => currentTarget.value && onSave(currentTarget.value)}
    />
  );
}

function Day(props: PartProps) {
  return (
    <div className={styles.moment}>
      <span aria-hidden="true">{props.label}</span>
      <DayInput {...props} />
    </div>
  );
}

function Buttons({ event, onRemove }: { event: EventDraft; onRemove(): void }) {
  return (
    <div className={styles.actions}>
      {event.id && (
        <Button variant="subtle" color="red" className={styles.remove ?? ''} onClick={onRemove}>
          Remove
        </Button>
      )}
      <Button variant="default" onClick={close}>
        Cancel
      </Button>
      <Button type="submit" disabled={event.title.trim() === ''}>
        {event.id ? 'Save' : 'Add'}
      </Button>
    </div>
  );
}

function Moment({ label, value, onSave }: PartProps) {
  const [day, time] = [value.slice(0, 10), value.slice(11, 16)];
  return (
    <div className={styles.moment}>
      <span aria-hidden="true">{label}</span>
      <DayInput label={label} value={day} onSave={(next) => onSave(`${next}T${time}`)} />
      <ClockField label={`${label}, time`} value={time} onSave={(next) => next && onSave(`${day}T${next}`)} />
    </div>
  );
}

/** Of what repeats only what was changed is sent: the times of an occurrence are its own. */
async function store({ id, ...fields }: EventDraft, before: EventDraft, scope: EventScope): Promise<void> {
  if (!id) {
    const { rrule, calendarId, ...plain } = fields;
    await client.events.create({
      ...plain,
      ...(rrule === null ? {} : { rrule }),
      ...(calendarId === null ? {} : { calendarId }),
    });
    return;
  }
  const changed = Object.entries(fields).filter(
    ([name, value]) => value !== before[name as keyof EventDraft],
  );
  await client.events.update({ id, patch: Object.fromEntries(changed), scope });
}

/** Removes an appointment. */
function remove({ id, ...fields }: EventDraft, scope: EventScope): void {
  if (!id) return;
  close();
  client.events.remove({ id, scope }).then(() => {
    const again = (): void => takeBack({ intent: 'events.remove', ids: [] });
    // What is gone from a server isn't the history's to bring back.
    return notify(`Removed “${fields.title}”`, fields.calendarId ? undefined : { label: 'Undo', run: again });
  }, notifyError);
}
