import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Project } from '../../../core/domain/project.ts';
import type { SearchHit } from '../../../core/domain/views.ts';
import { orpc } from '../../api/client.ts';
import { useProjects } from '../../api/hooks.ts';
import { keyLabel, type Action } from '../../actions/action.ts';
import { show } from '../../state/window.ts';
import type { IntentPreview } from '../../../core/domain/intent-view.ts';
import { say } from '../../../core/messages/index.ts';
import { momentWords } from '../../../core/messages/moment.ts';
import { applyIntent, useIntent, type AskedLine, type IntentDone } from '../../actions/use-intent.ts';
import styles from './palette.module.css';

interface Props {
  actions: readonly Action[];
  canRun(action: Action): boolean;
  /** The label with what it would do just now. */
  labelOf(action: Action): string;
  run(action: Action): void;
  onUndo(done: IntentDone): void;
}

const FIELD = 'Search actions and tasks';
const GROUPS: ReadonlyArray<Action['group']> = ['Task', 'Plan', 'Go to', 'Daymark'];

/** Ctrl K: every action by name, every project, and every task by its words or its meaning. */
export function Palette({ actions, canRun, labelOf, run, onUndo }: Props) {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const asked = useIntent(open ? query : '');
  const { list: projects } = useProjects();
  // Kept at hand for the labels of undo and redo.
  useQuery(orpc.tasks.history.queryOptions());
  const found = useQuery(
    orpc.tasks.search.queryOptions({
      input: { query: query.trim(), limit: 8 },
      enabled: open && query.trim().length > 1,
      placeholderData: keepPreviousData,
      staleTime: 0,
    }),
  );

  // After each drawing, since a list that came or changed may hold nothing that is chosen.
  useEffect(() => {
    if (open && query.trim() !== '') selectFirst();
  });

  // The predicates look at this moment, so the list is made when the palette is open, not before.
  const groups = open
    ? [
        askedOf(query, asked.preview, asked.line, asked.choose, onUndo),
        foundTasks(query, found.data?.results ?? []),
        ...actionGroups(
          actions.filter((action) => canRun(action)),
          labelOf,
          run,
        ),
        { group: 'Projects', actions: projects.map(projectEntry) },
      ]
    : [];

  return (
    <Spotlight
      actions={groups.filter((group) => group.actions.length > 0)}
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpen(true)}
      onSpotlightClose={() => setOpen(false)}
      shortcut={null}
      // What was chosen may have taken the focus by now; otherwise it goes back where it was (`keepFocus`).
      returnFocus={false}
      transitionProps={{ duration: 0 }}
      limit={24}
      highlightQuery
      scrollable
      centered={false}
      overlayProps={{ backgroundOpacity: 0.12, blur: 0 }}
      maxHeight={420}
      attributes={{ content: { 'aria-label': 'Command menu' } }}
      nothingFound="No matches"
      searchProps={{ placeholder: 'Type a command or search…', 'aria-label': FIELD }}
      classNames={{
        content: styles.content ?? '',
        action: styles.action ?? '',
        actionsGroup: styles.group ?? '',
        actionsList: styles.list ?? '',
        search: styles.search ?? '',
      }}
    />
  );
}

/** What was found comes after the words were typed; without a row that is chosen, Enter would do nothing. */
function selectFirst(): void {
  const field = document.querySelector(`input[aria-label="${FIELD}"]`);
  if (document.querySelector('[data-action][data-selected]')) return;
  // The menu offers no call for it, only its key.
  field?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', code: 'ArrowDown', bubbles: true }));
}

/** What the words ask of the tasks there are: to be done by Enter, to be chosen from, or the answer. */
function askedOf(
  query: string,
  preview: IntentPreview | null,
  line: AskedLine | null,
  choose: (task: IntentPreview['choices'][number]['taskId']) => void,
  onUndo: Props['onUndo'],
): SpotlightActionGroupData {
  const group = 'Existing tasks';
  if (preview === null) return { group, actions: [] };
  const { changes, notes, choices, answers, kind } = preview;
  const said = say(preview.message);
  const from = changes.length === 1 ? changes[0]?.from : null;
  const details =
    changes.length > 1
      ? changes.map(({ title }) => title).join(', ')
      : [...(from ? [`now ${momentWords(from)}`] : []), ...notes.map(say)].join(' · ');
  const head = {
    id: 'intent',
    label: said,
    ...(details === '' ? {} : { description: details }),
    keywords: query,
    closeSpotlightOnTrigger: line !== null || choices.length === 0,
    onClick: () => {
      if (line !== null) void applyIntent(line, onUndo);
    },
  };
  const chosen = choices.map(({ taskId, title, project, date }) => ({
    id: `intent-${taskId}`,
    label: title,
    description: [project, date === null ? null : momentWords(date)].filter(Boolean).join(' · '),
    keywords: query,
    closeSpotlightOnTrigger: false,
    onClick: () => choose(taskId),
  }));
  const shown = kind === 'fit' || kind === 'outlook' ? answers : [];
  const opened = shown.map(({ taskId, title }) => ({
    id: `intent-${taskId}`,
    label: title,
    keywords: query,
    onClick: () => show({ openTask: taskId, focusedTask: taskId }),
  }));
  return { group, actions: [head, ...chosen, ...opened] };
}

function foundTasks(query: string, hits: readonly SearchHit[]): SpotlightActionGroupData {
  const shown = query.trim().length > 1 ? hits : [];
  return {
    group: 'Tasks',
    actions: shown.map((hit) => ({
      id: `task-${hit.id}`,
      label: hit.title,
      // The search has chosen these already; the words typed count as theirs, so that no filter drops them.
      keywords: query,
      onClick: () => show({ openTask: hit.id, focusedTask: hit.id }),
    })),
  };
}

function actionGroups(
  actions: readonly Action[],
  labelOf: Props['labelOf'],
  run: Props['run'],
): SpotlightActionGroupData[] {
  return GROUPS.map((group) => ({
    group,
    actions: actions
      .filter((action) => action.group === group && !action.hidden)
      .map((action) => ({
        id: action.id,
        label: labelOf(action),
        rightSection: action.keys[0] ? (
          <kbd className={styles.key}>{keyLabel(action.keys[0])}</kbd>
        ) : undefined,
        onClick: () => run(action),
      })),
  }));
}

function projectEntry({ id, name }: Project): SpotlightActionGroupData['actions'][number] {
  return { id, label: name, onClick: () => show({ view: 'tasks', scope: `project:${id}` }) };
}
