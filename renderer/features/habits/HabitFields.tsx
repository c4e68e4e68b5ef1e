import { SegmentedControl } from '@mantine/core';
import type { HabitPatch, HabitView } from '../../../core/domain/habit.ts';
import type { Weekday } from '../../../core/problem.ts';
import { client } from '../../api/client.ts';
import { ClockField } from '../../ui/ClockField.tsx';
import { addMinutes } from '../../wording/clock.ts';
import { LengthField } from '../../ui/LengthField.tsx';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { NotesField, PriorityField, ProjectField } from '../../ui/fields.tsx';
import panel from '../../ui/panel.module.css';
import styles from './habits.module.css';

interface Props {
  habit: HabitView;
  save(patch: HabitPatch): void;
}

const TIMES = ['1', '2', '3', '4', '5', '6', '7'];
const DAYS: readonly (readonly [Weekday, string])[] = [
  ['mon', 'Mon'],
  ['tue', 'Tue'],
  ['wed', 'Wed'],
  ['thu', 'Thu'],
  ['fri', 'Fri'],
  ['sat', 'Sat'],
  ['sun', 'Sun'],
];
/** A window of which only one end is given is this long at least. */
const WINDOW_MIN = 120;

/** What a habit is. A change holds for its open sessions; what was changed on one of them stays. */
export function HabitFields({ habit, save }: Props) {
  return (
    <div className={panel.fields}>
      <FieldRow label="Times a week">
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="Times a week"
          data={TIMES}
          value={String(habit.timesPerWeek)}
          onChange={(value) => save({ timesPerWeek: Number(value) })}
        />
      </FieldRow>
      <SessionLength habit={habit} save={save} />
      <WindowField habit={habit} save={save} />
      <FieldRow label="Best at">
        <ClockField
          label="Ideal time"
          value={habit.idealTime ?? ''}
          onSave={(time) => save({ idealTime: time === '' ? null : time })}
        />
      </FieldRow>
      <DaysField habit={habit} save={save} />
      <PriorityField value={habit.priority} onSave={(priority) => save({ priority })} />
      <ProjectField value={habit.project} onSave={(project) => save({ project })} />
      <NotesField
        value={habit.notes}
        onSave={(notes) => client.habits.update({ id: habit.id, patch: { notes } })}
      />
    </div>
  );
}

function SessionLength({ habit, save }: Props) {
  return (
    <FieldRow label="Length">
      <LengthField
        label="Length of a session"
        placeholder="guessed"
        maxMin={1_440}
        value={habit.durationMin}
        onSave={(durationMin) => save({ durationMin })}
      />
    </FieldRow>
  );
}

/** The span of a day it may be done in; clearing an end means any working hour. */
function WindowField({ habit, save }: Props) {
  const [from, to] = habit.window ?? ['', ''];
  const length = Math.max(WINDOW_MIN, habit.durationMin ?? 0);
  const set = (nextFrom: string, nextTo: string): void => {
    if (nextFrom === '' && nextTo === '') return save({ window: null });
    const window: [string, string] = [
      nextFrom === '' ? addMinutes(nextTo, -length) : nextFrom,
      nextTo === '' ? addMinutes(nextFrom, length) : nextTo,
    ];
    // A time that lies outside of the new window has lost its sense.
    const ideal = habit.idealTime;
    const stays =
      ideal === null || (ideal >= window[0] && addMinutes(ideal, habit.durationMin ?? 0) <= window[1]);
    save(stays ? { window } : { window, idealTime: null });
  };
  return (
    <FieldRow label="Between" hint={habit.window ? null : 'any working hour'}>
      <div className={panel.moment}>
        <ClockField
          label="Not before, time of day"
          value={from}
          onSave={(next) => set(next, next === '' ? '' : to)}
        />
        <span className={styles.and}>and</span>
        <ClockField
          label="Not after, time of day"
          value={to}
          onSave={(next) => set(next === '' ? '' : from, next)}
        />
      </div>
    </FieldRow>
  );
}

function DaysField({ habit, save }: Props) {
  const any = habit.weekdays.length === 0;
  const allows = (day: Weekday): boolean => any || habit.weekdays.includes(day);
  const toggle = (day: Weekday): void => {
    const next = DAYS.map(([one]) => one).filter((one) => (one === day ? !allows(one) : allows(one)));
    save({ weekdays: next.length === DAYS.length ? [] : next });
  };
  return (
    <FieldRow label="On" hint={any ? 'any day, working days first' : null}>
      <div className={styles.days} role="group" aria-label="Days it may be done on">
        {DAYS.map(([day, name]) => (
          <button
            key={day}
            type="button"
            className={panel.button}
            aria-pressed={allows(day)}
            onClick={() => toggle(day)}
          >
            {name}
          </button>
        ))}
      </div>
    </FieldRow>
  );
}
