import { SegmentedControl, Select, Textarea } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useProjects } from '../api/hooks.ts';
import { notifyError } from './notify.tsx';
import { useDraft } from '../state/use-draft.ts';
import { FieldRow } from './FieldRow.tsx';
import { Markdown } from './markdown/Markdown.tsx';
import { taskLink } from './markdown/parse.ts';
import { TaskLinkPicker } from './TaskLinkPicker.tsx';
import panel from './panel.module.css';
import shared from './ui.module.css';

/** Fields that a task and a habit have in common. */

interface SharedFieldProps<T> {
  value: T;
  onSave(value: T): void;
}

const PRIORITIES = ['1', '2', '3', '4'].map((value) => ({ value, label: `P${value}` }));

interface TextFieldProps {
  value: string;
  /** Stores the text; rejects when it could not be stored. */
  onSave(value: string): Promise<unknown>;
}

/** Esc leaves the field for the panel around it; the next one closes the panel. */
function leaveOnEscape(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Escape') return;
  event.currentTarget.closest<HTMLElement>('[role="dialog"]')?.focus();
  event.currentTarget.blur();
}

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');
const titleOrNone = (text: string): string | null => oneLine(text).trim() || null;

/** The title, large enough to be what the panel is about; an empty one falls back. Saved as it is typed. */
export function TitleField({ value, onSave }: TextFieldProps) {
  const draft = useDraft({ value, save: onSave, normalise: titleOrNone, onFailure: notifyError });
  return (
    <textarea
      className={panel.title}
      aria-label="Title"
      rows={1}
      data-autofocus
      data-mantine-stop-propagation={draft.isOpen ? 'true' : undefined}
      maxLength={10_000}
      value={draft.text}
      onChange={(event) => draft.type(oneLine(event.currentTarget.value))}
      onBlur={draft.leave}
      onKeyDown={(event) => {
        // It has the focus as soon as the panel opens: then Esc closes the panel.
        if (draft.isOpen) leaveOnEscape(event);
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        event.currentTarget.closest<HTMLElement>('[role="dialog"]')?.focus();
        event.currentTarget.blur();
      }}
    />
  );
}

export function PriorityField({ value, onSave }: SharedFieldProps<1 | 2 | 3 | 4>) {
  return (
    <FieldRow label="Priority">
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label="Priority"
        data={PRIORITIES}
        value={String(value)}
        onChange={(chosen) => onSave(Number(chosen) as 1 | 2 | 3 | 4)}
      />
    </FieldRow>
  );
}

export function ProjectField({ value, onSave }: SharedFieldProps<string | null>) {
  const { list: projects } = useProjects();
  return (
    <FieldRow label="Project">
      <Select
        aria-label="Project"
        size="xs"
        placeholder="None"
        clearable
        searchable
        data={projects.map((project) => project.name)}
        value={value}
        onChange={onSave}
      />
    </FieldRow>
  );
}

/** Notes in Markdown: shown as they are meant, edited in their place, saved as they are typed. */
export function NotesField({ value, onSave }: TextFieldProps) {
  const [editing, setEditing] = useState(false);
  const draft = useDraft({ value, save: onSave, onFailure: notifyError });
  /** Where `[[` was typed, while the task to link to is being chosen. */
  const [linkAt, setLinkAt] = useState<number | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const link = (task: { id: string; title: string } | null): void => {
    if (task && linkAt !== null)
      draft.type(`${draft.text.slice(0, linkAt)}${taskLink(task)}${draft.text.slice(linkAt + 2)}`);
    setLinkAt(null);
    field.current?.focus();
  };
  const shown = !editing && draft.text.trim() !== '';
  return (
    <section aria-label={shown ? 'Notes' : undefined}>
      <div className={panel.notesHead}>
        <h2 className={panel.notesName}>Notes</h2>
        {shown && (
          <button
            type="button"
            className={shared.quiet}
            aria-label="Edit the notes"
            onClick={() => setEditing(true)}
          >
            Edit
          </button>
        )}
      </div>
      {shown ? (
        <Markdown text={draft.text} />
      ) : (
        <Textarea
          ref={field}
          aria-label="Notes"
          placeholder="Notes, in Markdown if you like; [[ links to a task"
          autosize
          minRows={editing ? 4 : 2}
          maxRows={24}
          maxLength={100_000}
          data-mantine-stop-propagation="true"
          autoFocus={editing}
          value={draft.text}
          onFocus={() => setEditing(true)}
          onChange={(event) => {
            const { value: text, selectionStart: caret } = event.currentTarget;
            draft.type(text);
            if (text.slice(0, caret).endsWith('[[')) setLinkAt(caret - 2);
          }}
          onBlur={() => {
            // The search for a task to link to belongs to the text.
            if (linkAt !== null) return;
            setEditing(false);
            draft.leave();
          }}
          onKeyDown={leaveOnEscape}
        />
      )}
      {linkAt !== null && <TaskLinkPicker onPick={link} />}
    </section>
  );
}
