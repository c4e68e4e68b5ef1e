import { Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import type { TaskPatch } from '../../../core/domain/task.ts';
import { addDays, weekdayOf } from '../../../core/time/zoned.ts';
import { useProjects } from '../../api/hooks.ts';
import { minutes, relativeDay, shortDay } from '../../ui/format.ts';
import { ProjectDot } from '../../ui/ProjectDot.tsx';
import { focusCapture } from '../../ui/state.ts';
import type { PickedField } from './chips.ts';

interface Props {
  field: PickedField;
  today: string;
  onPick(patch: TaskPatch): void;
  children: ReactElement;
}

interface Choice {
  label: string;
  hint?: string;
  patch: TaskPatch;
  colour?: number;
}

/** A small menu that sets one field by mouse; what is picked here beats the words. */
export function FieldMenu({ field, today, onPick, children }: Props) {
  const projects = useProjects();
  const choices = field === 'project' ? projectChoices(projects.list) : fixedChoices(field, today);
  const take = (patch: TaskPatch): void => {
    onPick(patch);
    focusCapture();
  };
  return (
    <Menu position="bottom-start" offset={4} shadow="none" width={200} returnFocus={false}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ label, hint, patch, colour }) => (
          <Menu.Item
            key={label}
            onClick={() => take(patch)}
            leftSection={colour === undefined ? undefined : <ProjectDot colour={colour} />}
            rightSection={hint}
          >
            {label}
          </Menu.Item>
        ))}
        {(field === 'date' || field === 'deadline') && (
          <Menu.Item component="label" closeMenuOnClick={false}>
            Another day{' '}
            <input
              type="date"
              aria-label={field === 'date' ? 'Day to do it' : 'Deadline'}
              onChange={(event) => {
                if (event.currentTarget.value) onPick({ [field]: event.currentTarget.value });
              }}
            />
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

const LENGTHS = [15, 25, 30, 45, 60, 90, 120, 180];

function fixedChoices(field: Exclude<PickedField, 'project'>, today: string): Choice[] {
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
    label: capital(relativeDay(day, today)),
    hint: shortDay(day, today),
    patch: field === 'date' ? { date: day, start: null } : { deadline: day },
  }));
  return [
    ...named,
    {
      label: field === 'date' ? 'No day' : 'No deadline',
      patch: field === 'date' ? { date: null, start: null } : { deadline: null },
    },
  ];
}

function projectChoices(projects: ReadonlyArray<{ name: string; colour: number }>): Choice[] {
  const known = projects.map(({ name, colour }) => ({ label: name, colour, patch: { project: name } }));
  return [...known, { label: 'No project', patch: { project: null } }];
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
