import { Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { VocabularyRule } from '../../../core/language.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import { percent } from '../../wording/format.ts';
import { notifyError } from '../../ui/notify.tsx';
import shared from '../../ui/ui.module.css';
import { effectWords } from './effect.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

/** What Daymark has learned of one's own way to say things; each rule can be changed, paused and forgotten. */
export function Vocabulary() {
  const rules = useQuery(orpc.vocabulary.list.queryOptions()).data?.rules ?? [];
  return (
    <Section
      title="Your words"
      text="Learned from what you typed and then corrected. Nothing here is sent anywhere."
    >
      {rules.length === 0 && (
        <p className={styles.line}>
          Nothing learned yet. Correct a task twice the same way, and it shows up here.
        </p>
      )}
      <ul className={styles.rules}>
        {rules.map((rule) => (
          <Rule key={rule.id} rule={rule} />
        ))}
      </ul>
    </Section>
  );
}

function Rule({ rule }: { rule: VocabularyRule }) {
  const [editing, setEditing] = useState(false);
  const refresh = (): void => void queryClient.invalidateQueries({ queryKey: orpc.vocabulary.key() });
  const update = (patch: { paused?: boolean; effect?: VocabularyRule['effect'] }): void => {
    client.vocabulary.update({ id: rule.id, ...patch }).then(refresh, notifyError);
  };
  return (
    <li className={styles.rule} data-paused={rule.paused || undefined}>
      <div className={styles.ruleHead}>
        <strong>{rule.phrase}</strong>
        <span>means {effectWords(rule.effect)}</span>
      </div>
      <div className={styles.text}>
        {rule.support === 1 ? '1 line agrees' : `${rule.support} lines agree`}, {percent(rule.confidence)}{' '}
        sure
        {rule.contradictions > 0 &&
          `, taken back ${rule.contradictions === 1 ? 'once' : `${rule.contradictions} times`}`}
        {rule.examples[0] && (
          <>
            . From <q>{rule.examples[0]}</q>
          </>
        )}
      </div>
      {editing && (
        <EffectForm
          rule={rule}
          onSave={(effect) => {
            update({ effect });
            setEditing(false);
          }}
        />
      )}
      <div className={styles.ruleActions}>
        <Switch
          size="xs"
          label="Use it"
          checked={!rule.paused}
          onChange={(event) => update({ paused: !event.currentTarget.checked })}
        />
        <button
          type="button"
          className={shared.quiet}
          aria-expanded={editing}
          onClick={() => setEditing(!editing)}
        >
          Change
        </button>
        <button
          type="button"
          className={shared.quiet}
          onClick={() => void client.vocabulary.remove({ id: rule.id }).then(refresh, notifyError)}
        >
          Forget
        </button>
      </div>
    </li>
  );
}

function EffectForm({
  rule,
  onSave,
}: {
  rule: VocabularyRule;
  onSave(effect: VocabularyRule['effect']): void;
}) {
  const [replaceWith, setReplaceWith] = useState(rule.effect.replaceWith ?? rule.phrase);
  const [project, setProject] = useState(rule.effect.project ?? '');
  const [durationMin, setDuration] = useState(String(rule.effect.durationMin ?? ''));
  const { replaceWith: _words, project: _project, durationMin: _minutes, ...rest } = rule.effect;
  const minutes = Number(durationMin);
  const effect: VocabularyRule['effect'] = {
    ...rest,
    ...(replaceWith.trim().toLowerCase() === rule.phrase ? {} : { replaceWith: replaceWith.trim() }),
    ...(project.trim() === '' ? {} : { project: project.trim() }),
    ...(minutes > 0 ? { durationMin: minutes } : {}),
  };
  return (
    <form
      className={styles.effect}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(effect);
      }}
    >
      <TextInput
        label="Words"
        value={replaceWith}
        onChange={(event) => setReplaceWith(event.currentTarget.value)}
      />
      <TextInput
        label="Project"
        value={project}
        onChange={(event) => setProject(event.currentTarget.value)}
      />
      <TextInput
        label="Minutes"
        inputMode="numeric"
        value={durationMin}
        onChange={(event) => setDuration(event.currentTarget.value)}
      />
      <button type="submit" className={shared.quiet} disabled={Object.keys(effect).length === 0}>
        Save
      </button>
    </form>
  );
}
