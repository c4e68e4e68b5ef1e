import { Modal } from '@mantine/core';
import { grammarGroups, grammarNow, grammarRows, type GrammarRow } from '../../../core/grammar/forms.ts';
import { keyLabel, type Action } from '../../actions/action.ts';
import { readingWords, type Reading } from '../../wording/reading.ts';
import { show } from '../../state/window.ts';
import styles from './help.module.css';

/** `?`: which key does what, and what can be typed, from the parser's own table of forms. */
export default function HelpSheet({ actions }: { actions: readonly Action[] }) {
  const withKeys = actions.filter((action) => action.keys.length > 0);
  return (
    <Modal opened onClose={() => show({ helpOpen: false })} title="Shortcuts and syntax" size={900}>
      <dl className={styles.keys} aria-label="Keys">
        {withKeys.map((action) => (
          <div key={action.id} className={styles.pair}>
            <dt>
              {action.keys.slice(0, 2).map((keys) => (
                <kbd key={keys} className={styles.key}>
                  {keyLabel(keys)}
                </kbd>
              ))}
            </dt>
            <dd>{action.label}</dd>
          </div>
        ))}
      </dl>
      {grammarGroups.map((group) => (
        <Forms key={group.id} name={group.name} rows={grammarRows.filter((row) => row.group === group.id)} />
      ))}
      <p className={styles.note}>
        Read as on Wednesday, 3 March 2027. A click on a coloured word makes it plain text.
      </p>
    </Modal>
  );
}

function Forms({ name, rows }: { name: string; rows: readonly GrammarRow[] }) {
  return (
    <table className={styles.table}>
      <caption className={styles.heading}>{name}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Form</th>
          <th scope="col">For example</th>
          <th scope="col">Means</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.example}>
            <td>{row.form}</td>
            <td className={styles.example}>{row.example}</td>
            <td className={styles.means}>{meaningOf(row)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a form yields, in the words of the chips; what yields nothing stays a title. */
function meaningOf({ yields }: GrammarRow): string {
  const reading: Reading = yields;
  return readingWords(reading, grammarNow.now.slice(0, 10)) || 'only a title';
}
