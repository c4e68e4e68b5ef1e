import { Popover } from '@mantine/core';
import type { Project } from '../../../core/domain/project.ts';
import { client } from '../../api/client.ts';
import { takeBack } from '../../actions/undo.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import { ColourPicker } from '../../ui/ColourPicker.tsx';
import { NameField } from '../../ui/NameField.tsx';
import { show } from '../../state/window.ts';
import shared from '../../ui/ui.module.css';

/** Name, colour and archive of one project. */
export function ProjectEditor({ project }: { project: Project }) {
  const update = (patch: { name?: string; colour?: number; archived?: boolean }): void => {
    client.projects.update({ id: project.id, ...patch }).catch(notifyError);
  };
  const archive = (): void => {
    update({ archived: true });
    show({ scope: 'open' });
    notify(`Archived “${project.name}”. It stays under Archived in the sidebar.`, {
      label: 'Undo',
      run: () => takeBack({ intent: 'projects.archive', ids: [] }),
    });
  };
  const bringBack = (): void => {
    update({ archived: false });
    notify(`“${project.name}” is back`, {
      label: 'Undo',
      run: () => takeBack({ intent: 'projects.bringBack', ids: [] }),
    });
  };
  if (project.archived)
    return (
      <button type="button" className={shared.quiet} onClick={bringBack}>
        Bring back
      </button>
    );
  return (
    <Popover position="bottom-start" width={232} trapFocus>
      <Popover.Target>
        <button type="button" className={shared.quiet} aria-label={`Edit the project ${project.name}`}>
          Edit
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <NameField name={project.name} maxLength={200} onRename={(name) => update({ name })} />
        <ColourPicker value={project.colour} onChoose={(colour) => update({ colour })} />
        <button type="button" className={shared.quiet} onClick={archive}>
          Archive the project
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}
