import type { VocabularyRule } from '../../core/language.ts';
import { ColumnTable, flagColumn as flag, jsonColumn as json, plainColumn as plain } from '../columns.ts';

export const ruleColumns = new ColumnTable<VocabularyRule>('user_vocabulary', {
  id: plain('id'),
  phrase: plain('phrase'),
  effect: json('effect_json'),
  support: plain('support'),
  contradictions: plain('contradictions'),
  confidence: plain('confidence'),
  lastUsedAt: plain('last_used_at'),
  paused: flag('paused'),
  examples: json('examples_json'),
});
