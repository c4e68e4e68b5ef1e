import { Checkbox, SegmentedControl, Select, TagsInput } from '@mantine/core';
import type { Task, TaskPatch } from '../../../core/domain/task.ts';
import { roundGuess } from '../../../core/guess.ts';
import { client } from '../../api/client.ts';
import { useProjects } from '../../api/hooks.ts';
import { ClockField } from '../../ui/ClockField.tsx';
import { DateField } from '../../ui/DateField.tsx';
import { minutes } from '../../wording/format.ts';
import { LengthField } from '../../ui/LengthField.tsx';
import { notifyError } from '../../ui/notify.tsx';
import { BlockedTasks } from './BlockedTasks.tsx';
import { Dependencies } from './Dependencies.tsx';
import { Reminders } from './Reminders.tsx';
import { Repeats } from './Repeats.tsx';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { PriorityField, ProjectField } from '../../ui/fields.tsx';
import panel from '../../ui/panel.module.css';
import styles from './task-detail.module.css';

const ENERGIES = [
  { value: 'none', label: 'Any' },
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
];

/** Every field of a task. A change is sent when its field is left; it teaches as a correction does. */
export function Fields({ task }: { task: Task }) {
  // Each is one field that the person has just set: it counts, whatever else of the task changed since it was shown.
  const save = (patch: TaskPatch): void => {
    client.tasks.update({ id: task.id, patch }).catch(notifyError);
  };
  return (
    <div className={panel.fields}>
      <TaskLength task={task} onSave={(durationMin) => save({ durationMin })} />
      <WhatFields task={task} save={save} />
      <WhenFields task={task} save={save} />
      <FieldRow label="Remind me">
        <Reminders task={task} onSave={(reminders) => save({ reminders })} />
      </FieldRow>
      <FieldRow label="Blocked by">
        <Dependencies task={task} onSave={(dependsOn) => save({ dependsOn })} />
      </FieldRow>
      <FieldRow label="Blocks">
        <BlockedTasks task={task} />
      </FieldRow>
      <Switches task={task} save={save} />
    </div>
  );
}

interface GroupProps {
  task: Task;
  save(patch: TaskPatch): void;
}

/** What kind of task it is. */
function WhatFields({ task, save }: GroupProps) {
  return (
    <>
      <PriorityField value={task.priority} onSave={(priority) => save({ priority })} />
      <ProjectField value={task.project} onSave={(project) => save({ project })} />
      <SectionField task={task} onSave={(section) => save({ section })} />
      <FieldRow label="Energy">
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="Energy it needs"
          data={ENERGIES}
          value={task.energy ?? 'none'}
          onChange={(value) => save({ energy: value === 'none' ? null : (value as Task['energy']) })}
        />
      </FieldRow>
      <FieldRow label="Tags">
        <TagsInput
          size="xs"
          aria-label="Tags"
          value={task.tags}
          onChange={(tags) => save({ tags })}
          maxTags={50}
        />
      </FieldRow>
      <FieldRow label="People">
        <TagsInput
          size="xs"
          aria-label="People"
          value={task.people}
          onChange={(people) => save({ people })}
          maxTags={50}
        />
      </FieldRow>
    </>
  );
}

/** In which section of its project it stands, where that has any. */
function SectionField({ task, onSave }: { task: Task; onSave(section: string | null): void }) {
  const sections = useProjects().byId.get(task.projectId ?? '')?.sections ?? [];
  if (sections.length === 0) return null;
  return (
    <FieldRow label="Section">
      <Select
        aria-label="Section"
        size="xs"
        placeholder="None"
        clearable
        data={sections.map(({ name }) => name)}
        value={task.section}
        onChange={onSave}
      />
    </FieldRow>
  );
}

/** When it may, should and must be done. */
function WhenFields({ task, save }: GroupProps) {
  return (
    <>
      <FieldRow label="Day to do it">
        <DateField label="Day to do it" value={task.date} onSave={(date) => save({ date })} />
      </FieldRow>
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
      <MomentField
        label="Pinned to"
        value={task.pinnedStart}
        onSave={(pinnedStart) => save({ pinnedStart })}
      />
      <Repeats task={task} save={save} />
    </>
  );
}

function Switches({ task, save }: GroupProps) {
  return (
    <FieldRow label="">
      <div className={styles.checks}>
        <Checkbox
          size="xs"
          label="Hard deadline"
          checked={task.deadlineHard}
          onChange={(event) => save({ deadlineHard: event.currentTarget.checked })}
        />
        <Checkbox
          size="xs"
          label="Can be split"
          checked={task.splittable}
          onChange={(event) => save({ splittable: event.currentTarget.checked })}
        />
        {task.rrule && (
          <Checkbox
            size="xs"
            label="Repeat from completion"
            checked={task.recurFrom === 'completion'}
            onChange={(event) => save({ recurFrom: event.currentTarget.checked ? 'completion' : 'schedule' })}
          />
        )}
        {task.splittable && (
          <span className={styles.part}>
            in parts of at least
            <LengthField
              label="Shortest part"
              value={task.minChunkMin}
              minMin={5}
              maxMin={1_440}
              onSave={(shortest) => shortest !== null && save({ minChunkMin: shortest })}
            />
          </span>
        )}
      </div>
    </FieldRow>
  );
}

interface FieldProps<T> {
  label: string;
  value: T;
  onSave(value: T): void;
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
  const set = (nextDay: string | null, nextTime: string): void => {
    if (nextDay === null || nextDay === '') onSave(null);
    else if (nextTime !== '') onSave(`${nextDay}T${nextTime}`);
    else onSave(dayAllowed ? nextDay : `${nextDay}T09:00`);
  };
  return (
    <FieldRow label={label}>
      <div className={panel.moment}>
        <DateField label={`${label}, day`} value={day || null} onSave={(next) => set(next, time)} />
        <ClockField
          label={`${label}, time`}
          value={time}
          disabled={day === ''}
          onSave={(next) => set(day, next)}
        />
      </div>
    </FieldRow>
  );
}

function TaskLength({ task, onSave }: { task: Task; onSave(value: number | null): void }) {
  const { predicted } = task;
  return (
    <FieldRow label="Length">
      <LengthField
        label="Length"
        placeholder={predicted ? `${minutes(roundGuess(predicted.p50))}, guessed` : 'e.g. 45 or 2h 30'}
        value={task.durationMin}
        onSave={onSave}
      />
    </FieldRow>
  );
}
