import { SegmentedControl, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useProjects } from '../../api/hooks.ts';
import { Row } from './Row.tsx';
import styles from './task-detail.module.css';

/** Fields that a task and a habit have in common. A change is told when its field is left. */

interface SharedFieldProps<T> {
  value: T;
  onSave(value: T): void;
}

const PRIORITIES = ['1', '2', '3', '4'].map((value) => ({ value, label: `P${value}` }));

/** The title, large enough to be what the panel is about; an empty one falls back. */
export function TitleField({ value, onSave }: SharedFieldProps<string>) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <textarea
      className={styles.title}
      aria-label="Title"
      rows={1}
      data-autofocus
      maxLength={10_000}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value.replaceAll('\n', ' '))}
      onBlur={() => {
        const next = draft?.trim();
        setDraft(null);
        if (next && next !== value) onSave(next);
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}

export function PriorityField({ value, onSave }: SharedFieldProps<1 | 2 | 3 | 4>) {
  return (
    <Row label="Priority">
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label="Priority"
        data={PRIORITIES}
        value={String(value)}
        onChange={(chosen) => onSave(Number(chosen) as 1 | 2 | 3 | 4)}
      />
    </Row>
  );
}

export function ProjectField({ value, onSave }: SharedFieldProps<string | null>) {
  const { list: projects } = useProjects();
  return (
    <Row label="Project">
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
    </Row>
  );
}

export function NotesField({ value, onSave }: SharedFieldProps<string>) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <Textarea
      aria-label="Notes"
      placeholder="Notes"
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
