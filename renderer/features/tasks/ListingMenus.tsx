import { Menu } from '@mantine/core';
import type { TaskGrouping, TaskSort } from '../../../core/domain/saved-filter.ts';
import type { ListingChoice } from './listing.ts';
import styles from './tasks.module.css';

const GROUPINGS: Record<TaskGrouping, string> = {
  none: 'none',
  project: 'project',
  section: 'section',
  priority: 'priority',
  date: 'day',
  deadline: 'deadline',
};
const SORTS: Record<TaskSort, string> = {
  smart: 'what to do next',
  manual: 'my order',
  deadline: 'deadline',
  priority: 'priority',
  length: 'shortest first',
  created: 'oldest first',
  title: 'title',
};

interface Props {
  /** Sections are those of a project. */
  inProject: boolean;
  /** On a board the groups are its columns, and tasks without any are put by status. */
  isBoard: boolean;
  choice: Omit<ListingChoice, 'filter'>;
  onChange(choice: Omit<ListingChoice, 'filter'>): void;
}

/** How the list is grouped and sorted. */
export function ListingMenus({ inProject, isBoard, choice, onChange }: Props) {
  const all = isBoard ? { ...GROUPINGS, none: 'status' } : GROUPINGS;
  const { section: _section, ...outside } = all;
  return (
    <>
      <Choice
        label={isBoard ? 'Columns' : 'Group'}
        names={inProject ? all : outside}
        value={choice.grouping}
        onPick={(grouping) => onChange({ ...choice, grouping })}
      />
      <Choice
        label="Sort"
        names={SORTS}
        value={choice.sort}
        onPick={(sort) => onChange({ ...choice, sort })}
      />
    </>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  names: Partial<Record<Value, string>>;
  value: Value;
  onPick(value: Value): void;
}

function Choice<Value extends string>({ label, names, value, onPick }: ChoiceProps<Value>) {
  return (
    <Menu position="bottom-start" width={190}>
      <Menu.Target>
        <button type="button" className={styles.menu}>
          {label}: {names[value]}
          <svg className={styles.chevron} viewBox="0 0 16 16" aria-hidden="true">
            <path d="M4 6l4 4 4-4" />
          </svg>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.entries(names) as [Value, string][]).map(([key, name]) => (
          <Menu.Item key={key} aria-current={key === value ? 'true' : undefined} onClick={() => onPick(key)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
