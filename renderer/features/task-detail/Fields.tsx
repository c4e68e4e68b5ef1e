import {
  Checkbox,
  NumberInput,
  SegmentedControl,
  Select,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import type { Task, TaskPatch } from '../../../core/domain/task.ts';
import { client } from '../../api/client.ts';
import { codeOf } from '../../api/errors.ts';
import { useProjects } from '../../api/hooks.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import { recurrenceWords } from '../../ui/recurrence.ts';
import styles from './task-detail.module.css';

/** Every field of a task. A change is sent when its field is left; it teaches as a correction does. */
export function Fields({ task }: { task: Task }) {
  const { list: projects } = useProjects();
  const save = (patch: TaskPatch): void => {
    client.tasks.update({ id: task.id, patch, revision: task.revision }).catch((error: unknown) => {
      if (codeOf(error) === 'conflict')
        notify('This task was changed meanwhile; the newest version is shown.');
      else notifyError(error);
    });
  };
  return (
    <div className={styles.fields}>
      <TextField label="Title" value={task.title} required onSave={(title) => save({ title })} />
      <div className={styles.pair}>
        <DayField label="Day to do it" value={task.date} onSave={(date) => save({ date })} />
        <MomentField label="Starts at" value={task.start} onSave={(start) => save({ start })} />
        <MomentField
          label="Deadline"
          value={task.deadline}
          dayAllowed
          onSave={(deadline) => save({ deadline })}
        />
        <MomentField
          label="Not before"
          value={task.earliest}
          dayAllowed
          onSave={(earliest) => save({ earliest })}
        />
        <MinutesField
          label="Length in minutes"
          value={task.durationMin}
          guess={task.predicted?.p50 ?? null}
          onSave={(durationMin) => save({ durationMin })}
        />
        <MomentField
          label="Pinned to"
          value={task.pinnedStart}
          onSave={(pinnedStart) => save({ pinnedStart })}
        />
      </div>
      <div>
        <span className={styles.label} id="priority-label">
          Priority
        </span>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-labelledby="priority-label"
          data={['1', '2', '3', '4'].map((value) => ({ value, label: `P${value}` }))}
          value={String(task.priority)}
          onChange={(value) => save({ priority: Number(value) as Task['priority'] })}
        />
      </div>
      <div>
        <span className={styles.label} id="energy-label">
          Energy it needs
        </span>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-labelledby="energy-label"
          data={[
            { value: 'none', label: 'Any' },
            { value: 'low', label: 'Low' },
            { value: 'medium', label: 'Medium' },
            { value: 'high', label: 'High' },
          ]}
          value={task.energy ?? 'none'}
          onChange={(value) => save({ energy: value === 'none' ? null : (value as Task['energy']) })}
        />
      </div>
      <Select
        label="Project"
        placeholder="None"
        clearable
        searchable
        data={projects.map((project) => project.name)}
        value={task.project}
        onChange={(project) => save({ project })}
      />
      <TagsInput label="Tags" value={task.tags} onChange={(tags) => save({ tags })} maxTags={50} />
      <TagsInput label="People" value={task.people} onChange={(people) => save({ people })} maxTags={50} />
      <TextField
        label="Repeats (RRULE)"
        value={task.rrule ?? ''}
        hint={task.rrule ? recurrenceWords(task.rrule, task.recurFrom) : 'Never'}
        onSave={(rrule) => save({ rrule: rrule === '' ? null : rrule })}
      />
      <div className={styles.checks}>
        <Checkbox
          label="The deadline is hard"
          checked={task.deadlineHard}
          onChange={(event) => save({ deadlineHard: event.currentTarget.checked })}
        />
        <Checkbox
          label="May be split"
          checked={task.splittable}
          onChange={(event) => save({ splittable: event.currentTarget.checked })}
        />
      </div>
      <NotesField value={task.notes} onSave={(notes) => save({ notes })} />
    </div>
  );
}

interface FieldProps<T> {
  label: string;
  value: T;
  onSave(value: T): void;
}

/** A text that is sent when its field is left or Enter is pressed; an empty required one falls back. */
function TextField({
  label,
  value,
  hint,
  required = false,
  onSave,
}: FieldProps<string> & { hint?: string; required?: boolean }) {
  const [draft, setDraft] = useState<string | null>(null);
  const leave = (): void => {
    const next = draft?.trim();
    setDraft(null);
    if (next !== undefined && next !== value && (next !== '' || !required)) onSave(next);
  };
  return (
    <TextInput
      label={label}
      description={hint}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}

function NotesField({ value, onSave }: Omit<FieldProps<string>, 'label'>) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <Textarea
      label="Notes"
      minRows={3}
      rows={4}
      maxLength={100_000}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        if (draft !== null && draft !== value) onSave(draft);
        setDraft(null);
      }}
    />
  );
}

function DayField({ label, value, onSave }: FieldProps<string | null>) {
  return (
    <TextInput
      label={label}
      type="date"
      value={value ?? ''}
      onChange={(event) => onSave(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    />
  );
}

/** A moment; where a bare day is allowed too, one without a time stays a day until a time is set. */
function MomentField({
  label,
  value,
  dayAllowed = false,
  onSave,
}: FieldProps<string | null> & { dayAllowed?: boolean }) {
  const day = value?.slice(0, 10) ?? '';
  const time = value && value.length > 10 ? value.slice(11, 16) : '';
  const set = (nextDay: string, nextTime: string): void => {
    if (nextDay === '') onSave(null);
    else if (nextTime !== '') onSave(`${nextDay}T${nextTime}`);
    else onSave(dayAllowed ? nextDay : `${nextDay}T09:00`);
  };
  return (
    <div>
      <span className={styles.label}>{label}</span>
      <div className={styles.moment}>
        <TextInput
          type="date"
          aria-label={`${label}, day`}
          value={day}
          onChange={(event) => set(event.currentTarget.value, time)}
        />
        <TextInput
          type="time"
          aria-label={`${label}, time`}
          value={time}
          disabled={day === ''}
          onChange={(event) => set(day, event.currentTarget.value)}
        />
      </div>
    </div>
  );
}

function MinutesField({ label, value, guess, onSave }: FieldProps<number | null> & { guess: number | null }) {
  const [draft, setDraft] = useState<string | number | null>(null);
  return (
    <NumberInput
      label={label}
      min={1}
      max={100_000}
      hideControls
      placeholder={guess === null ? '' : `${Math.round(guess)}, guessed`}
      value={draft ?? value ?? ''}
      onChange={setDraft}
      onBlur={() => {
        if (draft !== null) onSave(draft === '' ? null : Number(draft));
        setDraft(null);
      }}
    />
  );
}
