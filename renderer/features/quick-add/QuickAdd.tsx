import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import type { Task } from '../../../core/domain/task.ts';
import { say } from '../../../core/messages/index.ts';
import { useNow, useProjects } from '../../api/hooks.ts';
import { notify } from '../../ui/notify.tsx';
import { CaptureField } from './CaptureField.tsx';
import { chipsOf, ghostOf, type PickedField } from './chips.ts';
import { Chips } from './Chips.tsx';
import { MissingMenu } from './FieldMenu.tsx';
import styles from './quick-add.module.css';
import { useCapture } from './useCapture.ts';

const PastePreview = lazy(() => import('./PastePreview.tsx'));

const SETTABLE: PickedField[] = ['date', 'durationMin', 'priority', 'project'];

/** Quick add: the line, what it was understood to mean, and where the guess comes from. */
export function QuickAdd({ onUndo }: { onUndo(): void }) {
  const capture = useCapture();
  const { today } = useNow();
  const { list: projects } = useProjects();
  const [pasted, setPasted] = useState<string | null>(null);
  const canUndo = useRef(false);

  const chips = useMemo(
    () => chipsOf(capture.answer, capture.picked, today),
    [capture.answer, capture.picked, today],
  );
  const ghost = ghostOf(chips);
  const shown = new Set(chips.map((chip) => chip.field));
  const evidence = capture.answer?.duration;

  const undo = (): boolean => {
    if (!canUndo.current) return false;
    canUndo.current = false;
    onUndo();
    return true;
  };
  const created = (task: Task): void => {
    canUndo.current = true;
    notify(`Added “${task.title}”`, { label: 'Undo', run: undo });
  };
  const colourOf = (name: string): number | null =>
    projects.find((project) => project.name.toLowerCase() === name.toLowerCase())?.colour ?? null;
  const takeGhost = (): boolean => {
    if (ghost) capture.accept(ghost);
    return ghost !== null;
  };

  return (
    <section aria-label="Quick add" className={styles.box}>
      <CaptureField
        capture={capture}
        onSubmit={() => capture.submit(created)}
        onTakeGhost={takeGhost}
        onUndo={undo}
        onPasteLines={setPasted}
      />
      {capture.text.trim() !== '' && (
        <div id="capture-understood" className={styles.understood} role="group" aria-label="Understood">
          <Chips
            chips={chips}
            ghost={ghost}
            today={today}
            colourOf={colourOf}
            onPick={capture.pick}
            onAccept={capture.accept}
          />
          <MissingMenu
            missing={SETTABLE.filter((field) => !shown.has(field))}
            today={today}
            onPick={capture.pick}
          />
          {evidence && <span className={styles.evidence}>{say(evidence.why)}</span>}
        </div>
      )}
      {pasted !== null && (
        <Suspense>
          <PastePreview
            text={pasted}
            onClose={() => setPasted(null)}
            onCreated={(tasks) => {
              canUndo.current = true;
              notify(`Added ${tasks.length} tasks`, { label: 'Undo', run: undo });
            }}
          />
        </Suspense>
      )}
    </section>
  );
}
