import { beforeAll, describe, expect, it } from 'vitest';
import type { ParsedFields } from '../../../core/language.ts';
import { createLanguage, type Language } from '../index.ts';
import { isActive } from './apply.ts';
import {
  GERMAN,
  isRight,
  lineWith,
  meant,
  plainLines,
  SHORTCUTS,
  SimulatedPerson,
} from './simulated-person.fixture.ts';

let language: Language;
beforeAll(() => {
  language = createLanguage();
});

const CTX = { now: '2027-03-03T10:00', tz: 'Europe/Berlin' };

describe('a person with forty shortcuts', () => {
  it.each([
    ['English', undefined],
    ['German', GERMAN],
  ])('is understood in %s after three corrections each, and nothing else changes', (_name, words) => {
    const person = new SimulatedPerson(language);
    for (let round = 0; round < 3; round++) {
      for (const [k, s] of SHORTCUTS.entries()) {
        const line = lineWith(s.phrase, k + round * 17, words);
        person.correct(line, meant(language, line, s));
      }
    }
    let right = 0;
    let all = 0;
    for (const [k, s] of SHORTCUTS.entries()) {
      for (let n = 0; n < 5; n++) {
        const line = lineWith(s.phrase, 101 + k * 3 + n * 29, words);
        all += 1;
        if (isRight(person.parse(line), meant(language, line, s))) right += 1;
      }
    }
    expect(right / all).toBeGreaterThanOrEqual(0.9);
    for (const line of plainLines(words)) expect(person.parse(line)).toEqual(language.parse(line, CTX));
  });
});

const correctedTwice = (phrase: string): SimulatedPerson => {
  const person = new SimulatedPerson(language);
  for (const line of [`${phrase} budget tomorrow`, `call Mark about ${phrase}`]) {
    person.correct(line, { ...language.parse(line, CTX), project: 'Atlas' });
  }
  return person;
};

describe('learnVocabulary', () => {
  it('acts from the second consistent correction on', () => {
    const person = new SimulatedPerson(language);
    const fix = (line: string): void =>
      person.correct(line, { ...language.parse(line, CTX), project: 'Atlas' });
    fix('zeph budget');
    expect(person.parse('print zeph agenda').project).toBeNull();
    fix('email zeph about slides');
    expect(person.parse('print zeph agenda').project).toBe('Atlas');
    expect(person.rules.map((r) => r.phrase)).toEqual(['zeph']);
  });

  it('fades when contradicted', () => {
    const person = correctedTwice('zeph');
    for (const line of ['zeph lunch', 'zeph dinner', 'zeph photos']) {
      const parsed: ParsedFields = person.parse(line);
      person.observe({ text: line, parsed, kept: { ...parsed, project: null }, at: 1_900_000_000_000 });
    }
    expect(person.parse('zeph agenda').project).toBeNull();
    expect(person.rules.filter(isActive)).toEqual([]);
    expect(person.rules[0]?.contradictions).toBeGreaterThanOrEqual(2);
  });

  it('never takes what was typed out for the shortcut’s own', () => {
    const person = correctedTwice('zeph');
    expect(person.parse('zeph agenda #Garden').project).toBe('Garden');
  });

  it('lets a deleted rule rest until new evidence comes', () => {
    const person = correctedTwice('zeph');
    person.rules = [];
    const line = 'something else entirely';
    const parsed = person.parse(line);
    person.observe({ text: line, parsed, kept: { ...parsed, project: 'Other' }, at: 1_900_000_000_000 });
    expect(person.rules).toEqual([]);
    expect(person.parse('zeph agenda').project).toBeNull();
  });

  it('keeps the effect a person wrote and the pause they set', () => {
    const person = correctedTwice('zeph');
    person.rules = person.rules.map((r) => ({ ...r, effect: { project: 'Mine' }, paused: true }));
    const line = 'zeph invoice';
    const parsed = language.parse(line, CTX);
    person.observe({ text: line, parsed, kept: { ...parsed, project: 'Atlas' }, at: 1_900_000_000_000 });
    expect(person.rules[0]).toMatchObject({ effect: { project: 'Mine' }, paused: true });
    expect(person.parse('zeph agenda').project).toBeNull();
  });

  it('starts from nothing with a state it cannot read', () => {
    const person = new SimulatedPerson(language);
    person.state = '{broken';
    person.correct('zeph one', { ...language.parse('zeph one', CTX), project: 'A' });
    expect(person.rules).toEqual([]);
  });
});
