import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Task, TaskPatch } from '../../../core/domain/task.ts';
import { takeBack } from '../../actions/undo.ts';
import { client } from '../../api/client.ts';
import { useHabits } from '../../api/hooks.ts';
import { habitWords, progressWords, timesWords } from '../../wording/habit.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import { recurrenceWords } from '../../wording/recurrence.ts';
import { show } from '../../state/window.ts';
import shared from '../../ui/ui.module.css';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { commitField } from '../../ui/commit-field.ts';

interface Props {
  task: Task;
  save(patch: TaskPatch): void;
}

const NEVER = 'never';
const OTHER = 'other';
const TIMES = [1, 2, 3, 4, 5, 6];
const USUAL = [
  'FREQ=DAILY',
  'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=WEEKLY',
  'FREQ=MONTHLY',
  'FREQ=YEARLY',
];

/** How a task repeats: by a rule, so many times a week as a habit, or as the habit that it is a session of. */
export function Repeats({ task, save }: Props) {
  return task.habitId === null ? <Choose task={task} save={save} /> : <OfHabit task={task} />;
}

function Choose({ task, save }: Props) {
  const [asRule, setAsRule] = useState(false);
  const { rrule } = task;
  const known = rrule === null || USUAL.includes(rrule);
  const value = asRule ? OTHER : (rrule ?? NEVER);
  const choose = (choice: string | null): void => {
    setAsRule(choice === OTHER);
    if (choice === NEVER) save({ rrule: null });
    else if (choice?.startsWith('FREQ=')) save({ rrule: choice });
    else if (choice?.startsWith('habit:')) makeHabit(task, Number(choice.slice('habit:'.length)));
  };
  return (
    <FieldRow label="Repeats" hint={rrule && asRule ? recurrenceWords(rrule, task.recurFrom) : null}>
      <Select
        size="xs"
        aria-label="Repeats"
        allowDeselect={false}
        value={value}
        onChange={choose}
        data={[
          { value: NEVER, label: 'Never' },
          {
            group: 'On days that suit',
            items: TIMES.map((times) => ({ value: `habit:${times}`, label: timesWords(times) })),
          },
          {
            group: 'On fixed days',
            items: [
              ...USUAL.map((rule) => ({ value: rule, label: capital(recurrenceWords(rule, null)) })),
              ...(known ? [] : [{ value: rrule, label: capital(recurrenceWords(rrule, task.recurFrom)) }]),
              { value: OTHER, label: 'By a rule…' },
            ],
          },
        ]}
      />
      {asRule && (
        <RuleField value={rrule ?? ''} onSave={(rule) => save({ rrule: rule === '' ? null : rule })} />
      )}
    </FieldRow>
  );
}

/** A session says which habit it belongs to; the habit has its own panel. */
function OfHabit({ task }: { task: Task }) {
  const habit = useHabits().byId.get(task.habitId!);
  if (!habit) return null;
  return (
    <FieldRow label="Habit" hint={progressWords(habit.thisWeek, habit.timesPerWeek)}>
      <button
        type="button"
        className={shared.quiet}
        onClick={() => show({ openTask: null, openHabit: habit.id })}
      >
        {habitWords(habit)}
      </button>
    </FieldRow>
  );
}

/** Turns the task into a habit and shows that instead. */
function makeHabit(task: Task, timesPerWeek: number): void {
  const ask = async (): Promise<void> => {
    const habit = await client.habits.create({ fromTask: task.id, timesPerWeek });
    show({ openTask: null, openHabit: habit.id });
    notify(`“${habit.title}” is a habit now`, {
      label: 'Undo',
      run: () => {
        show({ openHabit: null });
        takeBack({ intent: 'habits.create', ids: [task.id] });
      },
    });
  };
  ask().catch(notifyError);
}

/** A rule as text, sent when it is left or Enter is pressed. */
function RuleField({ value, onSave }: { value: string; onSave(value: string): void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const leave = (): void => {
    const next = draft?.trim();
    setDraft(null);
    if (next !== undefined && next !== value) onSave(next);
  };
  return (
    <TextInput
      size="xs"
      mt={4}
      aria-label="Repeats, as an RRULE"
      placeholder="FREQ=WEEKLY;BYDAY=MO,TH"
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => event.key === 'Enter' && commitField(event.currentTarget)}
    />
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
