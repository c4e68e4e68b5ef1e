import { Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Project } from '../../../core/domain/project.ts';
import { client } from '../../api/client.ts';
import { takeBack } from '../../actions/undo.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import { ColourPicker } from '../../ui/ColourPicker.tsx';
import { show } from '../../state/window.ts';
import shared from '../../ui/ui.module.css';

/** Name, colour and archive of one project. */
export function ProjectEditor({ project }: { project: Project }) {
  const [name, setName] = useState(project.name);
  const update = (patch: { name?: string; colour?: number; archived?: boolean }): void => {
    client.projects.update({ id: project.id, ...patch }).catch(notifyError);
  };
  const rename = (): void => {
    const next = name.trim();
    if (next === '') setName(project.name);
    else if (next !== project.name) update({ name: next });
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
        <TextInput
          label="Name"
          size="xs"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={rename}
          onKeyDown={(event) => event.key === 'Enter' && rename()}
        />
        <ColourPicker value={project.colour} onChoose={(colour) => update({ colour })} />
        <button type="button" className={shared.quiet} onClick={archive}>
          Archive the project
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}
