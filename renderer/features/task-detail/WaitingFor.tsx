import { TextInput } from '@mantine/core';
import type { Task } from '../../../core/domain/task.ts';
import { client } from '../../api/client.ts';
import { useNow } from '../../api/hooks.ts';
import { useDraft } from '../../state/use-draft.ts';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { notifyError } from '../../ui/notify.tsx';
import { relativeDay } from '../../wording/format.ts';
import { commitField } from '../../ui/commit-field.ts';

/** Whom or what a task waits for, and since when. */
export function WaitingFor({ task }: { task: Task }) {
  const { today } = useNow();
  const draft = useDraft({
    value: task.waitingFor ?? '',
    save: (text) => client.tasks.update({ id: task.id, patch: { waitingFor: text.trim() || null } }),
    onFailure: notifyError,
  });
  const since = task.waitingSince && `since ${relativeDay(task.waitingSince, today)}`;
  return (
    <FieldRow label="Waiting for" hint={since}>
      <TextInput
        size="xs"
        aria-label="Waiting for"
        placeholder={task.people[0] ?? 'Who or what'}
        maxLength={200}
        value={draft.text}
        onChange={(event) => draft.type(event.currentTarget.value)}
        onBlur={draft.leave}
        onKeyDown={(event) => event.key === 'Enter' && commitField(event.currentTarget)}
      />
    </FieldRow>
  );
}
