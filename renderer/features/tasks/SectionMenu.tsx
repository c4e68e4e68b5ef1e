import { Menu } from '@mantine/core';
import type { DragEvent } from 'react';
import type { Project } from '../../../core/domain/project.ts';
import type { SectionId } from '../../../core/ids.ts';
import { takeBack } from '../../actions/undo.ts';
import { client } from '../../api/client.ts';
import { dragRow, droppedRow, isRowDrag } from '../../ui/drag-tasks.ts';
import { NameForm } from '../../ui/NameForm.tsx';
import { notify, notifyError } from '../../ui/notify.tsx';
import styles from './tasks.module.css';

interface Props {
  section: Project['sections'][number];
  /** All sections of its project, in their order. */
  among: Project['sections'];
}

const change = (id: SectionId, patch: { name?: string; before?: SectionId | null }): void => {
  client.projects.updateSection({ id, ...patch }).catch(notifyError);
};

/** A section's heading can be dragged, to stand before the one that it is dropped on. */
export function sectionDrag(id: SectionId) {
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => dragRow(event, 'section', id),
    onDragOver: (event: DragEvent) => {
      if (isRowDrag(event, 'section')) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      const moved = droppedRow(event, 'section') as SectionId | null;
      if (moved === null || moved === id) return;
      event.preventDefault();
      event.stopPropagation();
      change(moved, { before: id });
    },
  };
}

/** Renames a section, moves it among the others, or removes it; its tasks stay. */
export function SectionMenu({ section, among }: Props) {
  const at = among.findIndex(({ id }) => id === section.id);
  const remove = (): void => {
    client.projects
      .removeSection({ id: section.id })
      .then(() =>
        notify(`Removed the section “${section.name}”. Its tasks are still in the project.`, {
          label: 'Undo',
          run: () => takeBack({ intent: 'projects.removeSection', ids: [] }),
        }),
      )
      .catch(notifyError);
  };
  return (
    <span className={styles.sectionMenu}>
      <NameForm
        label="Name of the section"
        submit="Rename"
        buttonLabel={`Rename the section ${section.name}`}
        onSubmit={(name) => change(section.id, { name })}
      >
        Rename
      </NameForm>
      <Menu position="bottom-end" width={180}>
        <Menu.Target>
          <button
            type="button"
            className={styles.sectionMore}
            aria-label={`More for the section ${section.name}`}
          >
            ⋯
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {at > 0 && (
            <Menu.Item onClick={() => change(section.id, { before: among[at - 1]!.id })}>Move up</Menu.Item>
          )}
          {at < among.length - 1 && (
            <Menu.Item onClick={() => change(section.id, { before: among[at + 2]?.id ?? null })}>
              Move down
            </Menu.Item>
          )}
          <Menu.Item onClick={remove}>Remove the section</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
