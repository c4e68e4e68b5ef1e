import { Fragment, type ReactNode } from 'react';
import type { TaskId } from '../../../core/ids.ts';
import { show } from '../../state/window.ts';
import { readMarkdown, type Block, type Inline, type ListItem } from './parse.ts';
import styles from './markdown.module.css';

/** A text in Markdown. Everything in it is made of elements, so that nothing a note says can run. */
export function Markdown({ text }: { text: string }) {
  return <div className={styles.markdown}>{keyed(readMarkdown(text), blockOf)}</div>;
}

/** Parts have no names of their own; they never move within one text. */
function keyed<T>(parts: readonly T[], draw: (part: T) => ReactNode): ReactNode[] {
  return [...parts.entries()].map(([at, part]) => <Fragment key={at}>{draw(part)}</Fragment>);
}

function blockOf(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading':
      return (
        <p className={styles.heading} data-level={block.level}>
          {keyed(block.of, inlineOf)}
        </p>
      );
    case 'paragraph':
      return <p>{keyed(block.of, inlineOf)}</p>;
    case 'quote':
      return <blockquote>{keyed(block.of, inlineOf)}</blockquote>;
    case 'list':
      return block.ordered ? (
        <ol start={block.start}>{keyed(block.items, itemOf)}</ol>
      ) : (
        <ul>{keyed(block.items, itemOf)}</ul>
      );
    case 'code':
      return <pre>{block.text}</pre>;
    case 'rule':
      return <hr />;
  }
}

function itemOf({ done, of }: ListItem): ReactNode {
  return (
    <li data-box={done === null ? undefined : done ? 'done' : 'open'}>
      {done !== null && <span className="visually-hidden">{done ? 'Done: ' : 'Open: '}</span>}
      {keyed(of, inlineOf)}
    </li>
  );
}

function inlineOf(part: Inline): ReactNode {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code>{part.text}</code>;
    case 'strong':
      return <strong>{keyed(part.of, inlineOf)}</strong>;
    case 'em':
      return <em>{keyed(part.of, inlineOf)}</em>;
    case 'strike':
      return <s>{keyed(part.of, inlineOf)}</s>;
    case 'task':
      return (
        <button type="button" className={styles.task} onClick={() => show({ openTask: part.id as TaskId })}>
          {keyed(part.of, inlineOf)}
        </button>
      );
    case 'link':
      return (
        <a href={part.href} target="_blank" rel="noreferrer noopener">
          {keyed(part.of, inlineOf)}
        </a>
      );
  }
}
