import { lazy, Suspense, useMemo, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { TaskId } from '../../../core/ids.ts';
import { fetched } from '../../api/chunks.ts';
import { orpc } from '../../api/client.ts';
import { useNow, useProjects } from '../../api/hooks.ts';
import { notify } from '../../ui/notify.tsx';
import { applyIntent, useIntent, type IntentDone } from '../../actions/use-intent.ts';
import { CaptureField } from './CaptureField.tsx';
import { chipsOf, ghostOf } from './chips.ts';
import { IntentOffer } from './IntentOffer.tsx';
import { Understood } from './Understood.tsx';
import { useCapture } from './useCapture.ts';
import styles from './quick-add.module.css';

const PastePreview = lazy(() => fetched(() => import('./PastePreview.tsx')));

/** What one capture made, as the server names it. */
interface Made {
  intent: 'tasks.create' | 'tasks.createMany';
  ids: TaskId[];
}

/** Quick add: the line, what it was understood to mean, and the preview of a pasted list. */
export function QuickAdd({ onUndo }: { onUndo(made: Made | IntentDone): void }) {
  const capture = useCapture();
  const asked = useIntent(capture.text);
  const { today } = useNow();
  const [pasted, setPasted] = useState<string | null>(null);
  const { archived } = useProjects();
  const rules = useQuery(orpc.vocabulary.list.queryOptions()).data?.rules;
  const chips = useMemo(
    () => chipsOf(capture.answer, capture.picked, today, rules),
    [capture.answer, capture.picked, today, rules],
  );
  const ghost = ghostOf(chips);

  const added = (what: string, made: Made): void => {
    notify(`Added ${what}`, { label: 'Undo', run: () => onUndo(made) });
  };
  const applyAsked = (): boolean => {
    if (asked.line === null) return false;
    const { text } = capture;
    capture.clear();
    // What was refused comes back, unless the next line has been begun.
    void applyIntent(asked.line, onUndo).then((done) => done || capture.restore(text));
    return true;
  };
  const takeGhost = (): boolean => {
    if (ghost) capture.accept(ghost);
    return ghost !== null;
  };

  return (
    <section aria-label="Quick add" className={styles.box}>
      <CaptureField
        capture={capture}
        onSubmit={() =>
          capture.submit((task) => {
            const back = archived.find((project) => project.id === task.projectId);
            const where = back ? `. “${back.name}” is back from the archive` : '';
            added(`“${task.title}”${where}`, { intent: 'tasks.create', ids: [task.id] });
          })
        }
        onTakeGhost={takeGhost}
        onApply={applyAsked}
        onPasteLines={setPasted}
      />
      {capture.text.trim() !== '' && (
        <Understood capture={capture} chips={chips} ghost={ghost} today={today} />
      )}
      {asked.preview && <IntentOffer preview={asked.preview} onApply={applyAsked} onChoose={asked.choose} />}
      {pasted !== null && (
        <Suspense>
          <PastePreview
            text={pasted}
            onClose={() => setPasted(null)}
            onCreated={(count) =>
              added(count === 1 ? '1 task' : `${count.toLocaleString('en')} tasks`, {
                intent: 'tasks.createMany',
                ids: [],
              })
            }
          />
        </Suspense>
      )}
    </section>
  );
}
