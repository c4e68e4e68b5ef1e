import { afterAll, describe, expect, it } from 'vitest';
import { simulatedLife } from '../ml/behavior/testing/lives.ts';
import { removeFolder, temporaryFolder } from '../shell/testing.ts';
import { daymark } from './command.fixture.ts';

/** What a person's past says about them, as outside tools ask for it. */

describe('insights', () => {
  const folder = temporaryFolder();
  afterAll(() => removeFolder(folder));
  const history = (trait: Parameters<typeof simulatedLife>[0]['trait']): string =>
    simulatedLife({ seed: 12, trait })
      .map((line) => JSON.stringify(line))
      .join('\n');

  it('of a history: what stands out in sentences, and figures', async () => {
    const { code, lines, stderr } = await daymark(['insights', '--jsonl', '--tz', 'UTC'], history('rusher'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [answer] = lines as [{ insights: Record<string, unknown>[]; profile: object; metrics: object }];
    const rush = answer.insights.find((one) => one['id'] === 'deadline-rush')!;
    expect(rush['text']).toMatch(/^\d+% of \d+ tasks with a deadline/);
    expect(rush['confidence']).toBeGreaterThan(0.95);
    expect((rush['tasks'] as unknown[]).length).toBeGreaterThan(0);
    const names = ['peakHours', 'energyByHour', 'estimateRatio', 'onTimeRate', 'completionRate', 'focusMin'];
    expect(Object.keys(answer.profile)).toEqual(names);
    expect(answer.metrics).toMatchObject({ from: '2025-01-06' });
  });

  it('of a history that says nothing, and of a line that is none', async () => {
    const few = history(null).split('\n').slice(0, 5).join('\n');
    const quiet = await daymark(['insights', '--jsonl', '--tz', 'UTC'], few);
    expect(quiet.lines[0]).toMatchObject({
      insights: [],
      quiet: expect.stringContaining('Not enough history'),
    });
    const bad = await daymark(['insights', '--jsonl'], '{"title":"x"}');
    expect(bad).toMatchObject({ code: 2, lines: [], stderr: expect.stringContaining('line 1') });
  });

  it('and predictions of a profile', async () => {
    const at = async (...args: string[]) => daymark([...args, '--data-dir', folder]);
    const made = await at('add', 'Water the plants 20m');
    const id = String(made.lines[0]?.['id']);
    const predicted = await at('predict', id);
    expect(predicted.lines[0]).toMatchObject({
      id,
      title: 'Water the plants',
      duration: { value: expect.any(Number), reasons: [expect.any(String)], needed: 20 },
    });
    const dated = await at('add', 'Send the tax papers by 2099-01-05');
    const all = (await at('predict', String(dated.lines[0]?.['id']))).lines[0] as Record<string, unknown>;
    for (const target of ['completion', 'onTime', 'procrastination'])
      expect(all[target]).toMatchObject({
        value: expect.any(Number),
        baseline: expect.any(Number),
        version: `${target}-0`,
        reasons: expect.any(Array),
        outcome: null,
      });
    expect((await at('insights')).lines[0]).toMatchObject({ insights: [], metrics: { tasks: 2 } });
    const metrics = await at('metrics', '--json');
    expect(metrics.lines[0]).toMatchObject({ metrics: { finished: 0 }, predictors: expect.any(Array) });
    expect((await at('predict', 'nothing')).code).toBe(2);
  });
});
