import type { IntentPreview } from '../../../core/domain/intent-view.ts';
import type { TaskId } from '../../../core/ids.ts';
import { say } from '../../../core/messages/index.ts';
import { lengthWords } from '../../../core/messages/length.ts';
import { momentWords } from '../../../core/messages/moment.ts';
import { keyLabel } from '../../actions/action.ts';
import { show } from '../../state/window.ts';
import shared from '../../ui/ui.module.css';
import styles from './intent-offer.module.css';

const LISTED = 5;

interface Props {
  preview: IntentPreview;
  onApply(): void;
  onChoose(task: TaskId): void;
}

/** Under the line: what it asks of the tasks there are. Nothing happens before a click or its key; Enter adds a task. */
export function IntentOffer({ preview, onApply, onChoose }: Props) {
  const { message, notes, version, changes, choices, answers, kind } = preview;
  const sentence = say(message);
  const several = changes.length > 1;
  return (
    <div className={styles.offer} role="group" aria-label="Existing tasks">
      <div className={styles.head}>
        <span className={styles.sentence} role="status">
          {sentence}
        </span>
        {version !== null && (
          <button type="button" className={styles.apply} onClick={onApply} aria-keyshortcuts="Control+Enter">
            {APPLY[kind]} <kbd className={styles.key}>{keyLabel('Mod+Enter')}</kbd>
          </button>
        )}
      </div>
      {(several ? changes.slice(0, LISTED) : kind === 'move' ? changes : []).map(
        ({ taskId, title, from, to }) => (
          <div key={taskId} className={styles.row}>
            {several && <span className={styles.name}>{title}</span>}
            <span className={styles.muted}>
              {from === null ? 'no day' : momentWords(from)} → {to === null ? 'done' : momentWords(to)}
            </span>
          </div>
        ),
      )}
      {changes.length > LISTED && (
        <div className={styles.muted}>and {(changes.length - LISTED).toLocaleString('en')} more</div>
      )}
      {notes.map((note) => (
        <div key={note.key} className={styles.muted}>
          {say(note)}
        </div>
      ))}
      {choices.map(({ taskId, title, project, date }) => (
        <div key={taskId} className={styles.row}>
          <button type="button" className={shared.quiet} onClick={() => onChoose(taskId)}>
            {title}
          </button>
          <span className={styles.muted}>
            {[project, date === null ? null : momentWords(date)].filter(Boolean).join(' · ')}
          </span>
        </div>
      ))}
      {kind === 'fit' &&
        answers.map(({ taskId, title, minutes, guessed }) => (
          <div key={taskId} className={styles.row}>
            <button
              type="button"
              className={shared.quiet}
              onClick={() => show({ openTask: taskId, focusedTask: taskId })}
            >
              {title}
            </button>
            {minutes !== null && (
              <span className={`${styles.muted} ${guessed ? shared.guess : ''}`}>{lengthWords(minutes)}</span>
            )}
          </div>
        ))}
    </div>
  );
}

const APPLY: Record<IntentPreview['kind'], string> = {
  move: 'Move',
  finish: 'Finish',
  keepFree: 'Keep free',
  fit: 'Show',
  outlook: 'Show',
};
