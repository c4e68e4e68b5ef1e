import { Menu, Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import type { BulkAction } from '../../../core/domain/bulk.ts';
import { shownMinutes } from '../../../core/guess.ts';
import { addDays, weekdayOf } from '../../../core/time/zoned.ts';
import type { Action } from '../../actions/action.ts';
import { runAction } from '../../actions/run.ts';
import { changeTogether, clearSelection, dropSelected, finishSelected } from '../../actions/selection.ts';
import { useNow, useProjects, useTasks } from '../../api/hooks.ts';
import { useStore } from '../../api/store.ts';
import { show, ui, type BulkMenu } from '../../state/window.ts';
import { minutes, shortDay, tasksWords } from '../../wording/format.ts';
import { PickList } from '../../ui/PickList.tsx';
import styles from './bulk-bar.module.css';

type Edit = Extract<BulkAction, { kind: 'edit' }>;

/** What can be done with the tasks that are selected. It stands under the list for as long as there are any. */
export function BulkBar() {
  const selected = useStore(ui, (state) => state.selected);
  const known = useTasks(selected);
  if (selected.length === 0) return null;
  const edit = (change: Partial<Omit<Edit, 'kind'>>, done: string, intent = 'tasks.update'): void =>
    changeTogether(
      selected,
      { kind: 'edit', patch: {}, addTags: [], removeTags: [], ...change },
      done,
      intent,
    );
  const total = [...known.values()].reduce((sum, task) => sum + (shownMinutes(task) ?? 0), 0);
  return (
    <div
      className={styles.bar}
      data-bulk-bar
      role="toolbar"
      aria-label={`${tasksWords(selected.length)} selected`}
    >
      <span className={styles.count}>
        <strong>{selected.length} selected</strong> {total >= 1 && <span>{minutes(total)}</span>}
      </span>
      <Choice menu="day" label="Day" keyLabel="D">
        <Days
          onPick={(until, label) =>
            changeTogether(selected, { kind: 'defer', until }, `${label}:`, 'tasks.defer')
          }
          onHold={() => edit({ patch: { onHold: 'someday' } }, 'Moved to Someday:', 'tasks.someday')}
        />
      </Choice>
      <Choice menu="priority" label="Priority" keyLabel="P">
        {([1, 2, 3, 4] as const).map((priority) => (
          <Menu.Item key={priority} onClick={() => edit({ patch: { priority } }, `Priority ${priority}:`)}>
            Priority {priority}
          </Menu.Item>
        ))}
      </Choice>
      <Search menu="project" label="Move" keyLabel="M">
        <Projects onPick={(project) => edit({ patch: { project } }, 'Moved', 'tasks.move')} />
      </Search>
      <Search menu="tag" label="Tag" keyLabel="T">
        <Tags
          present={[...new Set([...known.values()].flatMap((task) => task.tags))]}
          onAdd={(tag) => edit({ addTags: [tag] }, `Tagged ${tag}:`)}
          onRemove={(tag) => edit({ removeTags: [tag] }, `Removed ${tag} from`)}
        />
      </Search>
      <BarButton action={finishSelected} label="Finish" keyLabel="F" />
      <BarButton action={dropSelected} label="Won’t do" keyLabel="X" />
      <span className={styles.hints}>
        <kbd className={styles.key}>Shift ↓</kbd> more
        <button type="button" className={styles.action} onClick={() => runAction(clearSelection)}>
          Clear <kbd className={styles.key}>Esc</kbd>
        </button>
      </span>
    </div>
  );
}

function BarButton({ action, label, keyLabel }: { action: Action; label: string; keyLabel: string }) {
  return (
    <button type="button" className={styles.action} onClick={() => runAction(action)}>
      {label} <kbd className={styles.key}>{keyLabel}</kbd>
    </button>
  );
}

interface ChoiceProps {
  menu: BulkMenu;
  label: string;
  keyLabel: string;
  children: ReactNode;
}

function Choice({ menu, label, keyLabel, children }: ChoiceProps) {
  const open = useStore(ui, (state) => state.bulkMenu === menu);
  return (
    <Menu
      opened={open}
      onChange={(next) => show({ bulkMenu: next ? menu : null })}
      position="top-start"
      width={220}
      returnFocus
    >
      <Menu.Target>
        <button type="button" className={styles.action}>
          {label} <kbd className={styles.key}>{keyLabel}</kbd>
        </button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

/** A choice among names, which are found by typing. */
function Search({ menu, label, keyLabel, children }: ChoiceProps) {
  const open = useStore(ui, (state) => state.bulkMenu === menu);
  return (
    <Popover
      opened={open}
      onChange={(next) => show({ bulkMenu: next ? menu : null })}
      position="top-start"
      width={220}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button
          type="button"
          className={styles.action}
          onClick={() => show({ bulkMenu: open ? null : menu })}
        >
          {label} <kbd className={styles.key}>{keyLabel}</kbd>
        </button>
      </Popover.Target>
      <Popover.Dropdown p={4} aria-label={label}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}

function Days({ onPick, onHold }: { onPick(day: string, label: string): void; onHold(): void }) {
  const { today } = useNow();
  const weekday = weekdayOf(today);
  const choices: [string, string][] = [
    ['Today', today],
    ['Tomorrow', addDays(today, 1)],
    ['This weekend', addDays(today, weekday === 7 ? 0 : 6 - weekday)],
    ['Next week', addDays(today, 8 - weekday)],
    ['In two weeks', addDays(today, 14)],
  ];
  return (
    <>
      {choices.map(([label, day]) => (
        <Menu.Item
          key={label}
          rightSection={<span className={styles.side}>{shortDay(day, today)}</span>}
          onClick={() => onPick(day, label)}
        >
          {label}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item onClick={onHold}>Someday</Menu.Item>
    </>
  );
}

function Projects({ onPick }: { onPick(project: string | null): void }) {
  const { list } = useProjects();
  return (
    <PickList
      label="Project"
      choices={list.map(({ name, colour, icon }) => ({ name, colour, icon }))}
      newLabel={(name) => `New project “${name}”`}
      none="Inbox, no project"
      onPick={onPick}
    />
  );
}

interface TagsProps {
  present: readonly string[];
  onAdd(tag: string): void;
  onRemove(tag: string): void;
}

function Tags({ present, onAdd, onRemove }: TagsProps) {
  return (
    <PickList
      label="Tag"
      choices={[]}
      newLabel={(name) => `Add the tag “${name}”`}
      more={present.map((tag) => ({ label: `Remove ${tag}`, onPick: () => onRemove(tag) }))}
      onPick={(name) => name !== null && onAdd(name)}
    />
  );
}
