import { useId, useRef, useState, type ReactNode } from 'react';
import { notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import { csvOf, download, pngOf, type Figures } from './picture-export.ts';
import styles from './insights.module.css';

const MOST_ROWS = 40;

interface Props {
  title: string;
  /** What is drawn, and how it is read. */
  text: string;
  /** What its files are called. */
  name: string;
  figures: Figures;
  /** The drawing; without rows nothing is drawn. */
  children: ReactNode;
}

/** A picture with its figures: as a table, and as files. */
export function Picture({ title, text, name, figures, children }: Props) {
  const id = useId();
  const drawing = useRef<HTMLDivElement>(null);
  const [table, setTable] = useState(false);
  const savePicture = (): void => {
    const svg = drawing.current?.querySelector('svg');
    if (svg) pngOf(svg).then((png) => download(png, `${name}.png`), notifyError);
  };
  return (
    <figure className={styles.figure} aria-labelledby={id}>
      <figcaption className={styles.caption}>
        <div>
          <h2 id={id} className={styles.heading}>
            {title}
          </h2>
          <p className={styles.text}>{text}</p>
        </div>
        {figures.rows.length > 0 && (
          <div className={styles.tools}>
            <button
              type="button"
              className={shared.quiet}
              aria-pressed={table}
              onClick={() => setTable(!table)}
            >
              Table
            </button>
            {!table && (
              <button
                type="button"
                className={shared.quiet}
                aria-label={`Save ${title} as PNG`}
                onClick={savePicture}
              >
                PNG
              </button>
            )}
            <button
              type="button"
              className={shared.quiet}
              aria-label={`Save ${title} as CSV`}
              onClick={() => download(new Blob([csvOf(figures)], { type: 'text/csv' }), `${name}.csv`)}
            >
              CSV
            </button>
          </div>
        )}
      </figcaption>
      {figures.rows.length === 0 && <p className={styles.empty}>Nothing to show yet.</p>}
      {figures.rows.length > 0 &&
        (table ? <FigureTable figures={figures} label={title} /> : <div ref={drawing}>{children}</div>)}
    </figure>
  );
}

/** The newest rows, by their number in the file, which has all. */
function FigureTable({ figures: { head, rows }, label }: { figures: Figures; label: string }) {
  const shown = rows.map((row, i) => ({ number: i + 1, row })).slice(-MOST_ROWS);
  return (
    <>
      <table className={styles.figures} aria-label={label}>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ number, row }) => (
            <tr key={number}>
              {row.map((value, column) => (
                <td key={head[column]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <p className={styles.text}>{rows.length - shown.length} earlier rows are in the CSV file.</p>
      )}
    </>
  );
}
