import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { EventScope } from '../../../core/domain/calendar.ts';
import type { CalendarId } from '../../../core/ids.ts';
import { orpc } from '../../api/client.ts';
import { recurrenceWords } from '../../wording/recurrence.ts';
import styles from './event-dialog.module.css';

const RULES: readonly { value: string; label: string }[] = [
  { value: '', label: 'Does not repeat' },
  { value: 'FREQ=DAILY', label: 'Every day' },
  { value: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', label: 'Every workday' },
  { value: 'FREQ=WEEKLY', label: 'Every week' },
  { value: 'FREQ=WEEKLY;INTERVAL=2', label: 'Every 2 weeks' },
  { value: 'FREQ=MONTHLY', label: 'Every month' },
  { value: 'FREQ=YEARLY', label: 'Every year' },
];

/** By which rule an appointment repeats; a rule from elsewhere stays to choose. */
export function Repeat({ value, onChange }: { value: string | null; onChange(rrule: string | null): void }) {
  const known = value === null || RULES.some((rule) => rule.value === value);
  const own = known ? [] : [{ value: value, label: capital(recurrenceWords(value, null)) }];
  return (
    <NativeSelect
      label="Repeats"
      data={[...RULES, ...own]}
      value={value ?? ''}
      onChange={({ currentTarget }) => onChange(currentTarget.value || null)}
    />
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface KeptInProps {
  value: CalendarId | null;
  onChange(id: CalendarId | null): void;
}

/** In which calendar a new event is kept; nothing to choose without one on a server. */
export function KeptIn({ value, onChange }: KeptInProps) {
  const calendars = useQuery(orpc.calendars.list.queryOptions()).data?.calendars ?? [];
  const writable = calendars.filter(({ kind }) => kind === 'caldav');
  if (writable.length === 0) return null;
  return (
    <NativeSelect
      label="Calendar"
      data={[
        { value: '', label: 'Daymark' },
        ...writable.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value ?? ''}
      onChange={({ currentTarget }) =>
        onChange(writable.find(({ id }) => id === currentTarget.value)?.id ?? null)
      }
    />
  );
}

interface ScopeProps {
  question: string;
  /** Without "only this one", which can't get a rule of its own. */
  withoutThis: boolean;
  onAnswer(scope: EventScope): void;
  onCancel(): void;
}

/** Which occurrences of a series a change is meant for. */
export function ScopeQuestion({ question, withoutThis, onAnswer, onCancel }: ScopeProps) {
  return (
    <div className={styles.scope} role="group" aria-label={question}>
      <p className={styles.why}>{question}</p>
      {!withoutThis && (
        <Button variant="default" data-autofocus onClick={() => onAnswer('this')}>
          Only this event
        </Button>
      )}
      <Button variant="default" onClick={() => onAnswer('following')}>
        This and following events
      </Button>
      <Button variant="default" onClick={() => onAnswer('all')}>
        All events
      </Button>
      <Button variant="subtle" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
