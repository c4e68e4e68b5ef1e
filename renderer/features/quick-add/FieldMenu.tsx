import { Menu } from '@mantine/core';
import { useRef, useState, type ReactElement, type RefObject } from 'react';
import type { TaskPatch } from '../../../core/domain/task.ts';
import { addDays, weekdayOf } from '../../../core/time/zoned.ts';
import { useProjects } from '../../api/hooks.ts';
import { minutes, relativeDay, shortDay } from '../../wording/format.ts';
import { ProjectDot } from '../../ui/ProjectDot.tsx';
import { focusCapture } from '../../state/window.ts';
import { recurrenceWords } from '../../wording/recurrence.ts';
import { FIXING, type PickedField } from './chips.ts';
import styles from './quick-add.module.css';

interface Props {
  today: string;
  onPick(patch: TaskPatch): void;
  /** Lets the words count again where something was picked. */
  onUnpick(fields: readonly (keyof TaskPatch)[]): void;
}

interface Choice {
  label: string;
  hint?: string;
  /** What it sets; without it the words count again. */
  patch?: TaskPatch;
  colour?: number;
}

export const FIELD_NAMES: Record<PickedField, string> = {
  date: 'day',
  deadline: 'deadline',
  durationMin: 'length',
  priority: 'priority',
  project: 'project',
  repeat: 'repetition',
};

/** A small menu that sets one field by mouse; what is picked here beats the words. */
export function FieldMenu({
  field,
  children,
  ...rest
}: Props & { field: PickedField; fixedDays?: string | undefined; children: ReactElement }) {
  const other = useRef<HTMLInputElement>(null);
  return (
    <span className={styles.menu}>
      <Menu position="bottom-start" offset={4} width={200} returnFocus={false}>
        <Menu.Target>{children}</Menu.Target>
        <Menu.Dropdown>
          <Choices field={field} onOther={() => openPicker(other.current)} {...rest} />
        </Menu.Dropdown>
      </Menu>
      {isDay(field) && <OtherDay ref={other} field={field} onPick={rest.onPick} />}
    </span>
  );
}

/** One quiet button for all that the line does not say. */
export function MissingMenu({ missing, ...rest }: Props & { missing: readonly PickedField[] }) {
  const other = { date: useRef<HTMLInputElement>(null), deadline: useRef<HTMLInputElement>(null) };
  /** What it offers while it is open: a guess that comes meanwhile takes nothing away from under the pointer. */
  const [offered, setOffered] = useState<readonly PickedField[] | null>(null);
  const fields = offered ?? missing;
  if (fields.length === 0) return null;
  return (
    <span className={styles.menu}>
      <Menu
        position="bottom-start"
        offset={4}
        width={150}
        returnFocus={false}
        onChange={(opened) => setOffered(opened ? missing : null)}
      >
        <Menu.Target>
          <button type="button" className={styles.more} aria-label="Set day, length, priority or project">
            +
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {fields.map((field) => (
            <Menu.Sub key={field} openDelay={60} closeDelay={120}>
              <Menu.Sub.Target>
                <Menu.Sub.Item>{capital(FIELD_NAMES[field])}</Menu.Sub.Item>
              </Menu.Sub.Target>
              <Menu.Sub.Dropdown>
                <Choices
                  field={field}
                  onOther={() => isDay(field) && openPicker(other[field].current)}
                  {...rest}
                />
              </Menu.Sub.Dropdown>
            </Menu.Sub>
          ))}
        </Menu.Dropdown>
      </Menu>
      {fields.filter(isDay).map((field) => (
        <OtherDay key={field} ref={other[field]} field={field} onPick={rest.onPick} />
      ))}
    </span>
  );
}

function Choices({
  field,
  today,
  fixedDays,
  onPick,
  onUnpick,
  onOther,
}: Props & { field: PickedField; fixedDays?: string | undefined; onOther(): void }) {
  const projects = useProjects();
  const choices =
    field === 'project'
      ? projectChoices(projects.list)
      : field === 'repeat'
        ? repeatChoices(fixedDays ?? '')
        : fixedChoices(field, today);
  return (
    <>
      {choices.map(({ label, hint, patch, colour }) => (
        <Menu.Item
          key={label}
          onClick={() => {
            if (patch) onPick(patch);
            else onUnpick(FIXING);
            focusCapture();
          }}
          leftSection={colour === undefined ? undefined : <ProjectDot colour={colour} />}
          rightSection={hint}
        >
          {label}
        </Menu.Item>
      ))}
      {isDay(field) && <Menu.Item onClick={onOther}>Other day…</Menu.Item>}
    </>
  );
}

const isDay = (field: PickedField): field is 'date' | 'deadline' => field === 'date' || field === 'deadline';

/** A menu may hold nothing but its items, so that the browser's calendar hangs on a field beside it. */
function OtherDay({
  ref,
  field,
  onPick,
}: Pick<Props, 'onPick'> & { ref: RefObject<HTMLInputElement | null>; field: 'date' | 'deadline' }) {
  return (
    <input
      ref={ref}
      className={styles.otherDay}
      type="date"
      tabIndex={-1}
      aria-label={field === 'date' ? 'Another day' : 'Another deadline'}
      onChange={({ currentTarget: { value } }) => {
        if (value) onPick({ [field]: value });
      }}
    />
  );
}

function openPicker(input: HTMLInputElement | null): void {
  input?.showPicker();
}

const LENGTHS = [15, 25, 30, 45, 60, 90, 120, 180];

/** A habit may have its days fixed, and back. */
function repeatChoices(rrule: string): Choice[] {
  return [
    { label: 'On days that suit' },
    { label: capital(recurrenceWords(rrule, null)), patch: { rrule, recurFrom: 'schedule' } },
    { label: 'Only once', patch: { rrule: null, date: null, start: null, end: null } },
  ];
}

function fixedChoices(field: Exclude<PickedField, 'project' | 'repeat'>, today: string): Choice[] {
  if (field === 'durationMin') {
    const lengths = LENGTHS.map((value) => ({ label: minutes(value), patch: { durationMin: value } }));
    return [...lengths, { label: 'Let Daymark guess', patch: { durationMin: null } }];
  }
  if (field === 'priority') {
    return ([1, 2, 3, 4] as const).map((priority) => ({
      label: `P${priority}`,
      hint: ['most important', 'important', 'somewhat', 'usual'][priority - 1] ?? '',
      patch: { priority },
    }));
  }
  const toMonday = 8 - weekdayOf(today);
  const days = [today, addDays(today, 1), addDays(today, 2), addDays(today, toMonday), addDays(today, 7)];
  const named = [...new Set(days)].map((day) => ({
    label: day === addDays(today, 7) ? 'In a week' : capital(relativeDay(day, today)),
    hint: shortDay(day, today),
    patch: field === 'date' ? { date: day } : { deadline: day },
  }));
  const none =
    field === 'date'
      ? { label: 'No day', patch: { date: null, start: null, end: null } }
      : { label: 'No deadline', patch: { deadline: null } };
  return [...named, none];
}

function projectChoices(projects: ReadonlyArray<{ name: string; colour: number }>): Choice[] {
  const known = projects.map(({ name, colour }) => ({ label: name, colour, patch: { project: name } }));
  return [...known, { label: 'No project', patch: { project: null } }];
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
