import { describe, expect, it } from 'vitest';
import { firstAnswers, patchOf } from './answers.ts';

describe('patchOf', () => {
  it('gives the working week the hours that were said', () => {
    const { workingHours } = patchOf({ ...firstAnswers, from: '08:00', to: '16:00' });
    expect(workingHours).toEqual(
      Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['08:00', '16:00']]])),
    );
  });

  it('changes no hours when they make no sense', () => {
    expect(patchOf({ ...firstAnswers, from: '18:00', to: '09:00' })).not.toHaveProperty('workingHours');
  });
});
