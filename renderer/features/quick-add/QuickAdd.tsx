import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { TaskId } from '../../../core/ids.ts';
import { fetched } from '../../api/chunks.ts';
import { orpc } from '../../api/client.ts';
import { useNow, useProjects } from '../../api/hooks.ts';
import { useStore } from '../../api/store.ts';
import { focusCapture, show, ui } from '../../state/window.ts';
import { notify } from '../../ui/notify.tsx';
import { applyIntent, useIntent, type IntentDone } from '../../actions/use-intent.ts';
import { CaptureField } from './CaptureField.tsx';
import { chipsOf, ghostOf } from './chips.ts';
import { IntentOffer } from './IntentOffer.tsx';
import { Understood } from './Understood.tsx';
import { useCapture, type Capture } from './useCapture.ts';
import styles from './quick-add.module.css';

const PastePreview = lazy(() => fetched(() => import('./PastePreview.tsx')));

/** What one capture made, as the server names it. */
interface Made {
  intent: 'tasks.create' | 'tasks.createMany';
  ids: TaskId[];
}

interface Props {
  onUndo(made: Made | IntentDone): void;
  /** Called when a line has become tasks. */
  onAdded?(): void;
}

/** Quick add: the line, what it was understood to mean, and the preview of a pasted list. */
export function QuickAdd({ onUndo, onAdded }: Props) {
  const capture = useCapture();
  const from = useOffered(capture);
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
    onAdded?.();
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
      {from !== null && (
        <p className={styles.from} role="status">
          From {from === 'link' ? 'a link' : 'the clipboard'}. Enter adds it.
        </p>
      )}
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

/**
 * Puts a line from outside into the field once that is empty: what the person typed is never replaced. Answers where the line
 * came from, as long as it stands there unchanged.
 */
function useOffered({ text, setText }: Capture): 'link' | 'clipboard' | null {
  const offered = useStore(ui, (state) => state.offeredLine);
  useEffect(() => {
    if (!offered || offered.taken || text !== '') return;
    show({ offeredLine: { ...offered, taken: true } });
    setText(offered.text);
    focusCapture();
  }, [offered, text, setText]);
  return offered?.taken && offered.text === text ? offered.from : null;
}
