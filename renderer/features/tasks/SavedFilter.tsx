import { Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SavedFilter, SavedFilterPatch } from '../../../core/domain/saved-filter.ts';
import { takeBack } from '../../actions/undo.ts';
import { client } from '../../api/client.ts';
import { show } from '../../state/window.ts';
import { NameField } from '../../ui/NameField.tsx';
import { notify, notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';

interface KeepProps {
  saved: SavedFilter | undefined;
  wanted: Pick<SavedFilter, 'query' | 'sort' | 'grouping' | 'layout'>;
  isReadable: boolean;
}

/** Gives the filter that is typed a name, or changes the saved one to what is typed now. */
export function KeepFilter({ saved, wanted, isReadable }: KeepProps) {
  const [name, setName] = useState('');
  if (wanted.query === '' || !isReadable) return null;
  if (saved) {
    const differs = (['query', 'sort', 'grouping', 'layout'] as const).some(
      (field) => saved[field] !== wanted[field],
    );
    if (!differs) return null;
    return (
      <button type="button" className={shared.quiet} onClick={() => update(saved, wanted)}>
        Update filter
      </button>
    );
  }
  const keep = (): void => {
    if (name.trim() === '') return;
    client.filters
      .create({ name: name.trim(), ...wanted })
      .then(({ id }) => show({ view: 'tasks', scope: `filter:${id}` }))
      .catch(notifyError);
  };
  return (
    <Popover position="bottom-end" width={260} trapFocus>
      <Popover.Target>
        <button type="button" className={shared.quiet}>
          Save filter
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          label="Name"
          size="xs"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && keep()}
        />
        <button type="button" className={shared.quiet} disabled={name.trim() === ''} onClick={keep}>
          Save
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The name of a saved filter, and its end. */
export function FilterEditor({ filter }: { filter: SavedFilter }) {
  const remove = (): void => {
    const ask = async (): Promise<void> => {
      await client.filters.remove({ id: filter.id });
      show({ scope: 'open' });
      notify(`Removed the filter “${filter.name}”`, {
        label: 'Undo',
        run: () => takeBack({ intent: 'filters.remove', ids: [] }),
      });
    };
    ask().catch(notifyError);
  };
  return (
    <Popover position="bottom-start" width={232} trapFocus>
      <Popover.Target>
        <button type="button" className={shared.quiet} aria-label={`Edit the filter ${filter.name}`}>
          Edit
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <NameField name={filter.name} maxLength={100} onRename={(name) => update(filter, { name })} />
        <button type="button" className={shared.quiet} onClick={remove}>
          Remove the filter
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}

function update({ id }: SavedFilter, patch: SavedFilterPatch): void {
  client.filters.update({ id, patch }).catch(notifyError);
}
