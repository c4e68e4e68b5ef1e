import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '../../api/client.ts';
import { sentenceOf } from '../../api/errors.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

/** Who made what Daymark is built with, and under which licences. */
export function Notices() {
  const [isOpen, setOpen] = useState(false);
  const { data, error } = useQuery(orpc.app.notices.queryOptions({ enabled: isOpen, staleTime: Infinity }));
  return (
    <Section
      title="Open-source notices"
      text="The libraries, fonts and models that are part of Daymark, and their licences."
    >
      {!isOpen && (
        <Button variant="default" onClick={() => setOpen(true)} className={styles.start ?? ''}>
          Show notices
        </Button>
      )}
      {error && <p className={styles.problem}>{sentenceOf(error)}</p>}
      {data && (
        <ul className={styles.notices}>
          {data.notices.map(({ name, version, licence, text }) => (
            <li key={`${name} ${version}`}>
              <details>
                <summary>
                  {name} <span className={styles.text}>{[version, licence].filter(Boolean).join(' · ')}</span>
                </summary>
                <pre className={styles.licence}>{text}</pre>
              </details>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
