import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useNow } from '../../api/hooks.ts';
import { notify } from '../../ui/notify.tsx';
import { CaptureField } from './CaptureField.tsx';
import { chipsOf, ghostOf } from './chips.ts';
import { Understood } from './Understood.tsx';
import { useCapture } from './useCapture.ts';
import styles from './quick-add.module.css';

const PastePreview = lazy(() => import('./PastePreview.tsx'));

/** Quick add: the line, what it was understood to mean, and the preview of a pasted list. */
export function QuickAdd({ onUndo }: { onUndo(): void }) {
  const capture = useCapture();
  const { today } = useNow();
  const [pasted, setPasted] = useState<string | null>(null);
  const canUndo = useRef(false);
  const chips = useMemo(
    () => chipsOf(capture.answer, capture.picked, today),
    [capture.answer, capture.picked, today],
  );
  const ghost = ghostOf(chips);

  const undo = (): boolean => {
    if (!canUndo.current) return false;
    canUndo.current = false;
    onUndo();
    return true;
  };
  const added = (what: string): void => {
    canUndo.current = true;
    notify(`Added ${what}`, { label: 'Undo', run: undo });
  };
  const takeGhost = (): boolean => {
    if (ghost) capture.accept(ghost);
    return ghost !== null;
  };

  return (
    <section aria-label="Quick add" className={styles.box}>
      <CaptureField
        capture={capture}
        onSubmit={() => capture.submit((task) => added(`“${task.title}”`))}
        onTakeGhost={takeGhost}
        onUndo={undo}
        onPasteLines={setPasted}
      />
      {capture.text.trim() !== '' && (
        <Understood capture={capture} chips={chips} ghost={ghost} today={today} />
      )}
      {pasted !== null && (
        <Suspense>
          <PastePreview
            text={pasted}
            onClose={() => setPasted(null)}
            onCreated={(tasks) => added(`${tasks.length} tasks`)}
          />
        </Suspense>
      )}
    </section>
  );
}
