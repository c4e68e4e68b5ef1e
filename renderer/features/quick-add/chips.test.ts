import { describe, expect, it } from 'vitest';
import type { CaptureAnswer } from '../../../core/domain/views.ts';
import { titleOnly, type ParseResult } from '../../../core/language.ts';
import { chipsOf, ghostOf } from './chips.ts';

const TODAY = '2026-11-25';

function answer(fields: Partial<ParseResult>, rest: Partial<CaptureAnswer> = {}): CaptureAnswer {
  const result: ParseResult = {
    ...titleOnly('Prepare slides'),
    tokens: [],
    alternatives: [],
    confidence: 1,
    appliedRules: [],
    ...fields,
  };
  return { seq: 1, result, duration: null, suggestions: [], ...rest };
}

const labels = (given: CaptureAnswer, picked = {}): string[] =>
  chipsOf(given, picked, TODAY).map(({ label }) => label);

describe('chipsOf', () => {
  it('repeats what was recognised', () => {
    const given = answer({ durationMin: 45, priority: 1, project: 'Work', tags: ['deep'] });
    expect(labels(given)).toEqual(['45 min', 'P1', 'Work', 'deep']);
  });

  it('lets a choice by mouse beat the words', () => {
    const given = answer({ durationMin: 45, date: '2026-11-26' });
    expect(labels(given, { durationMin: 90, date: null })).toEqual(['1h 30m']);
  });

  it('says how often a habit is wanted instead of a day, until its days are fixed by hand', () => {
    const rrule = 'FREQ=WEEKLY;BYDAY=MO,WE,FR';
    const fields = { rrule, recurFrom: 'schedule', timesPerWeek: 3, date: '2026-11-27' } as const;
    const given = answer({ ...fields, start: '2026-11-27T09:00', dayPart: 'morning', durationMin: 45 });
    expect(chipsOf(given, {}, TODAY)).toMatchObject([
      { id: 'duration', label: '45 min' },
      { id: 'recurrence', label: '3× a week, mornings', field: 'repeat', fixedDays: rrule },
    ]);
    expect(labels(answer({ ...fields, start: '2026-11-27T07:30' }))).toEqual(['3× a week, around 7:30']);
    expect(labels(answer(fields), { rrule, recurFrom: 'schedule' })).toEqual([
      'Friday',
      'every week on Mon, Wed, Fri',
    ]);
    expect(labels(answer(fields), { rrule: null, date: null, start: null })).toEqual([]);
    expect(labels(answer({ ...fields, deadline: '2026-12-18' }))).not.toContain('3× a week');
  });

  it('ends an uncertain reading with a question mark and says what it would set', () => {
    const token = { kind: 'deadline', from: 0, to: 6, text: 'Monday' } as const;
    const fields = { deadline: '2026-11-30T09:30' };
    const chips = chipsOf(answer({ alternatives: [{ token, fields, confidence: 0.4 }] }), {}, TODAY);
    expect(chips).toMatchObject([{ label: 'due Mon 30 Nov 9:30?', look: 'uncertain', takes: fields }]);
  });

  it('no longer asks about a reading that was taken', () => {
    const token = { kind: 'deadline', from: 0, to: 6, text: 'Monday' } as const;
    const fields = { deadline: '2026-11-30T09:30' };
    const given = answer({ alternatives: [{ token, fields, confidence: 0.4 }] });
    expect(labels(given, fields)).toEqual(['due Mon 30 Nov 9:30']);
  });

  it('shows the guess only while no length is given', () => {
    const why = { key: 'duration.default', params: {} };
    const duration = {
      predictionId: null,
      p10: 20,
      p50: 50,
      p90: 80,
      source: 'default',
      similar: [],
      why,
    } as const;
    expect(labels(answer({}, { duration: { ...duration, similar: [] } }))).toEqual(['50 min']);
    expect(labels(answer({ durationMin: 30 }, { duration: { ...duration, similar: [] } }))).toEqual([
      '30 min',
    ]);
  });

  it('offers only what is not set yet, and offers it to Tab first', () => {
    const why = { key: 'suggest.fromSimilar', params: { count: 4, of: 5 } };
    const suggestions: CaptureAnswer['suggestions'] = [
      { field: 'project', value: 'Work', confidence: 0.8, why },
      { field: 'tags', value: ['deep', 'desk'], confidence: 0.8, why },
    ];
    const chips = chipsOf(answer({ project: 'Home', tags: ['deep'] }, { suggestions }), {}, TODAY);
    expect(ghostOf(chips)).toMatchObject({ look: 'suggested', takes: { tags: ['deep', 'desk'] } });
    expect(chips.filter((chip) => chip.look === 'suggested')).toHaveLength(1);
  });

  it('dots what a learned word set and says how sure that is, and nothing that was picked', () => {
    const rule = {
      id: 'voc-1',
      phrase: 'zeph',
      effect: { project: 'Atlas', durationMin: 30 },
      support: 3,
      contradictions: 0,
      confidence: 0.8,
      lastUsedAt: null,
      paused: false,
      examples: [],
    };
    const given = answer({
      project: 'Atlas',
      durationMin: 45,
      priority: 1,
      confidence: 0.76,
      appliedRules: ['voc-1'],
    });
    const looks = (picked = {}): [string, string, boolean][] =>
      chipsOf(given, picked, TODAY, [rule]).map(({ label, look, hint }) => [label, look, hint !== undefined]);
    expect(looks()).toEqual([
      ['45 min', 'given', false],
      ['P1', 'given', false],
      ['Atlas', 'unsure', true],
    ]);
    expect(looks({ project: 'Atlas' })[2]).toEqual(['Atlas', 'given', false]);
    expect(chipsOf(given, {}, TODAY, [rule])[2]?.hint).toContain('80%');
  });

  it('dots the day of a line that leaves room for uncertainty, not what a mark says', () => {
    const given = answer({ date: '2026-11-28', priority: 1, confidence: 0.81 });
    expect(chipsOf(given, {}, TODAY).map(({ look }) => look)).toEqual(['unsure', 'given']);
    const sure = answer({ date: '2026-11-28', confidence: 0.95 });
    expect(chipsOf(sure, {}, TODAY).map(({ look }) => look)).toEqual(['given']);
  });
});
