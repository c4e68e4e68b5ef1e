import { describe, expect, it } from 'vitest';
import { localOf } from '../core/time/zoned.ts';
import { aWritingWorld, type WritingWorld } from './write-path.fixture.ts';

const TZ = 'Europe/Berlin';

/** A timer that was started at 8:00 and seen until 8:30; the machine then slept until the given time. */
async function slept(until: string) {
  const world = aWritingWorld();
  const task = await world.client.tasks.create({ text: 'Write the report' });
  await world.client.tasks.start({ id: task.id });
  for (const now of ['08:00', '08:04', '08:08', '08:12', '08:16', '08:20', '08:24', '08:28', '08:30'])
    passes(world, now);
  passes(world, until);
  return { world, id: task.id };
}

function passes(world: WritingWorld, time: string): void {
  world.now = `2027-05-03T${time}`;
  world.services.timerGaps.tick();
}

async function gapOf({ client }: WritingWorld): Promise<string[] | null> {
  const { gap } = await client.tasks.timerGap();
  return gap && [gap.title, localOf(gap.from, TZ).slice(11), localOf(gap.to, TZ).slice(11)];
}

async function answer(world: WritingWorld, kind: 'worked' | 'break' | 'stopped', at?: string) {
  const { gap } = await world.client.tasks.timerGap();
  const given = kind === 'stopped' ? { kind, ...(at === undefined ? {} : { at }) } : { kind };
  return world.client.tasks.answerTimerGap({ stretchId: gap!.stretchId, answer: given });
}

describe('a timer that ran unseen', () => {
  it('asks nothing while it is seen, and once after a pause', async () => {
    const { world, id } = await slept('08:33');
    expect(await gapOf(world)).toBeNull();
    passes(world, '10:00');
    expect(await gapOf(world)).toEqual(['Write the report', '08:33', '10:00']);
    passes(world, '10:01');
    expect(await gapOf(world)).toEqual(['Write the report', '08:33', '10:00']);
    expect(await answer(world, 'worked')).toEqual({ gap: null });
    expect(await world.client.tasks.finish({ id })).toMatchObject({ task: { actualMin: 121 } });
  });

  it('leaves a break out, goes on after it, and takes that back', async () => {
    const { world, id } = await slept('10:00');
    expect(await answer(world, 'break')).toEqual({ gap: null });
    expect(await world.client.tasks.running()).toMatchObject({ task: { id, trackedMin: 30 } });
    world.now = '2027-05-03T10:20';
    expect(await world.client.tasks.finish({ id })).toMatchObject({ task: { actualMin: 50 } });
    await world.client.tasks.undo();
    await world.client.tasks.undo();
    expect((await world.client.tasks.stretches({ id })).stretches).toHaveLength(1);
  });

  it('stops where the gap begins, or when the person says', async () => {
    const first = await slept('10:00');
    await answer(first.world, 'stopped');
    expect((await first.world.client.tasks.running()).task).toBeNull();
    expect(await first.world.client.tasks.get({ id: first.id })).toMatchObject({ trackedMin: 30 });

    const second = await slept('10:00');
    await expect(answer(second.world, 'stopped', '2027-05-03T11:00')).rejects.toMatchObject({
      code: 'invalidInput',
    });
    expect(await gapOf(second.world)).not.toBeNull();
    await answer(second.world, 'stopped', '2027-05-03T09:00');
    expect(await second.world.client.tasks.get({ id: second.id })).toMatchObject({ trackedMin: 60 });
  });

  it('puts right how long a finished task took, which is learned from again', async () => {
    const { world, id } = await slept('10:00');
    await world.client.tasks.finish({ id });
    expect(await world.client.tasks.get({ id })).toMatchObject({ actualMin: 120 });
    const events: unknown[] = [];
    world.ctx.writeEvents.subscribe((event) => events.push(event));
    await answer(world, 'break');
    expect(await world.client.tasks.get({ id })).toMatchObject({ actualMin: 30 });
    expect(events).toEqual([{ type: 'outcomeRecorded', taskId: id, revised: true }]);
  });

  it('asks after a start, and no more once the time was put right by hand', async () => {
    const { world, id } = await slept('10:00');
    const [stretch] = (await world.client.tasks.stretches({ id })).stretches;
    await world.client.tasks.changeStretch({
      stretchId: stretch!.id,
      from: '2027-05-03T08:00',
      to: '2027-05-03T08:25',
    });
    expect(await gapOf(world)).toBeNull();
    await expect(
      world.client.tasks.answerTimerGap({ stretchId: stretch!.id, answer: { kind: 'worked' } }),
    ).rejects.toMatchObject({ code: 'notFound' });
  });
});
