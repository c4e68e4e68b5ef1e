import { describe, expect, it, onTestFinished } from 'vitest';
import type { Desktop, DesktopNotification } from './desktop.ts';
import { ReminderDelivery } from './reminder-delivery.ts';
import { aWritingWorld, type WritingWorld } from './write-path.fixture.ts';

/** A desktop that notes what it shows, and on which a person can answer, lock the screen and close the lid. */
function desktopOf(world: WritingWorld) {
  const shown = new Map<string, DesktopNotification>();
  const answers = new Set<(id: string, action: string | null) => void>();
  const power = new Set<(event: 'sleep' | 'wake' | 'lock' | 'unlock') => void>();
  const desktop = {
    notifications: {
      show: (one) => void shown.set(one.id, one),
      withdraw: (id) => void shown.delete(id),
      onAnswer(listener) {
        answers.add(listener);
        return () => void answers.delete(listener);
      },
    },
    power: {
      state: () => ({ onBattery: false, idleMs: 0 }),
      onChange(listener) {
        power.add(listener);
        return () => void power.delete(listener);
      },
    },
  } satisfies Pick<Desktop, 'notifications' | 'power'>;
  const { services } = world;
  const delivery = new ReminderDelivery({ desktop, hub: services.ctx.hub, services });
  delivery.start();
  onTestFinished(() => delivery.stop());
  const settled = () => new Promise((done) => setImmediate(done));
  return {
    delivery,
    titles: () => [...shown.values()].map(({ title }) => title),
    bodies: () => [...shown.values()].map(({ body }) => body),
    async at(now: string) {
      world.now = now;
      services.reminders.tick();
      services.reminders.check();
      await settled();
    },
    answer(title: string, action: string | null) {
      const one = [...shown.values()].find((shownOne) => shownOne.title === title)!;
      for (const listener of answers) listener(one.id, action);
    },
    async happens(event: 'sleep' | 'wake' | 'lock' | 'unlock') {
      for (const listener of power) listener(event);
      await settled();
    },
  };
}

const remind = (world: WritingWorld, text: string, at: string) =>
  world.client.tasks.create({ text, picked: { reminders: [at] } });

describe('notifications of the system', () => {
  it('show a reminder once, start its task, put it off, and go when it is answered elsewhere', async () => {
    const world = aWritingWorld();
    const desktop = desktopOf(world);
    const call = await remind(world, 'Call', '2027-05-03T09:00');
    await remind(world, 'Post', '2027-05-03T09:05');
    await desktop.at('2027-05-03T09:00');
    expect(desktop.titles()).toEqual(['Call']);
    desktop.answer('Call', 'start');
    expect((await world.client.tasks.running()).task?.id).toBe(call.id);
    await desktop.at('2027-05-03T09:05');
    expect(desktop.titles()).toContain('Post');
    desktop.answer('Post', 'snooze');
    expect((await world.client.reminders.list()).due).toEqual([]);
    await desktop.at('2027-05-03T09:15');
    expect(desktop.titles()).toContain('Post');
    const [post] = (await world.client.reminders.list()).due;
    await world.client.reminders.dismiss({ ids: [post!.id] });
    await desktop.at('2027-05-03T09:16');
    expect(desktop.titles()).not.toContain('Post');
  });

  it('name nothing while the screen is locked', async () => {
    const world = aWritingWorld();
    const desktop = desktopOf(world);
    await remind(world, 'Therapy', '2027-05-03T09:00');
    await desktop.happens('lock');
    await desktop.at('2027-05-03T09:00');
    expect([...desktop.titles(), ...desktop.bodies()]).toEqual(['Daymark', 'A reminder is due']);
  });

  it('come after sleep, several late ones as one', async () => {
    const world = aWritingWorld();
    const desktop = desktopOf(world);
    for (const name of ['One', 'Two', 'Three', 'Four']) await remind(world, name, '2027-05-03T09:00');
    world.now = '2027-05-03T17:00';
    await desktop.happens('wake');
    expect(desktop.titles()).toEqual(['4 reminders are due']);
    expect(desktop.bodies()).toEqual(['One\nTwo\nThree\nFour']);
  });
});
