import { Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Project, ProjectIcon, ProjectPatch } from '../../../core/domain/project.ts';
import { client, orpc } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import { takeBack } from '../../actions/undo.ts';
import { notify, notifyError } from '../../ui/notify.tsx';
import { ColourPicker } from '../../ui/ColourPicker.tsx';
import { DateField } from '../../ui/DateField.tsx';
import { NameField } from '../../ui/NameField.tsx';
import { NameForm } from '../../ui/NameForm.tsx';
import { PROJECT_SIGNS, ProjectDot } from '../../ui/ProjectDot.tsx';
import { relativeDay } from '../../wording/format.ts';
import { show } from '../../state/window.ts';
import shared from '../../ui/ui.module.css';
import styles from './tasks.module.css';

const ICONS = [null, ...(Object.keys(PROJECT_SIGNS) as ProjectIcon[])];

/** Name, sign, colour, deadline and archive of one project. */
export function ProjectEditor({ project }: { project: Project }) {
  const update = (patch: ProjectPatch): void => {
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
        <div className={shared.colours} role="group" aria-label="Icon">
          {ICONS.map((icon) => (
            <button
              key={icon ?? 'none'}
              type="button"
              className={shared.colour}
              aria-label={icon === null ? 'No icon' : `Icon: ${icon}`}
              aria-pressed={project.icon === icon}
              onClick={() => update({ icon })}
            >
              <ProjectDot colour={project.colour} icon={icon} />
            </button>
          ))}
        </div>
        <div className={styles.projectDeadline}>
          Deadline
          <DateField
            label="Deadline of the project"
            value={project.deadline}
            onSave={(deadline) => update({ deadline })}
          />
        </div>
        <button type="button" className={shared.quiet} onClick={archive}>
          Archive the project
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}

/** When the project is due, and when it would be finished at this rate. */
export function ProjectOutlook({ project }: { project: Project }) {
  const { today } = useNow();
  const { data } = useQuery(orpc.planning.projectFinishes.queryOptions());
  const finish = data?.projects.find(({ projectId }) => projectId === project.id)?.finish ?? null;
  const { deadline } = project;
  if (deadline === null && finish === null) return null;
  const late = deadline !== null && (finish ?? today) > deadline;
  return (
    <span className={styles.outlook} data-late={late || undefined}>
      {[
        deadline && `due ${relativeDay(deadline, today)}`,
        finish && `expected to be done ${relativeDay(finish, today)}`,
      ]
        .filter(Boolean)
        .join(' · ')}
    </span>
  );
}

export function AddSection({ project }: { project: Project }) {
  return (
    <NameForm
      label="Name of the section"
      submit="Add"
      onSubmit={(name) => {
        client.projects.addSection({ id: project.id, name }).catch(notifyError);
      }}
    >
      Add section
    </NameForm>
  );
}
