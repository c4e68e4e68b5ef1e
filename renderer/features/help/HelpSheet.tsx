import { Modal } from '@mantine/core';
import { grammarForms } from './forms.ts';
import { keyLabel, type Action } from '../../ui/action.ts';
import { show } from '../../ui/state.ts';
import styles from './help.module.css';

/** `?`: what can be typed, from the parser's own table of forms, and which key does what. */
export default function HelpSheet({ actions }: { actions: readonly Action[] }) {
  const withKeys = actions.filter((action) => action.keys.length > 0);
  return (
    <Modal
      opened
      onClose={() => show({ helpOpen: false })}
      title="What you can type, and the keys"
      size={860}
    >
      <h3 className={styles.heading}>Keys</h3>
      <dl className={styles.keys}>
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
      <h3 className={styles.heading}>Words it understands</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Form</th>
            <th scope="col">For example</th>
            <th scope="col">Means</th>
          </tr>
        </thead>
        <tbody>
          {grammarForms.map(({ form, example, yields }) => (
            <tr key={`${form}${example}`}>
              <td>{form}</td>
              <td className={styles.example}>{example}</td>
              <td>{yields}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
