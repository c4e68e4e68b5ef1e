import { describe, expect, it } from 'vitest';
import type { ProjectId } from '../core/ids.ts';
import { aWritingWorld, type WritingWorld } from './write-path.fixture.ts';

/** Projects with sections, and tasks in an order of the person's own. */

const projectNamed = async ({ client }: WritingWorld, name: string) =>
  (await client.projects.list()).projects.find((one) => one.name === name)!;
const add = ({ client }: WritingWorld, text: string) => client.tasks.create({ text });
const titles = async ({ client }: WritingWorld, projectId?: ProjectId): Promise<string[]> =>
  (await client.tasks.list({ order: 'manual', ...(projectId ? { projectId } : {}) })).tasks.map(
    ({ title }) => title,
  );

describe('a project', () => {
  it('stands by name until it is moved, then where it was put', async () => {
    const world = aWritingWorld();
    const { client } = world;
    for (const name of ['Work', 'Atlas', 'Home', 'Garden']) await client.projects.create({ name });
    const names = async (): Promise<string[]> =>
      (await client.projects.list()).projects.map(({ name }) => name);
    expect(await names()).toEqual(['Atlas', 'Garden', 'Home', 'Work']);

    const move = async (name: string, before: string | null): Promise<void> => {
      const { id } = await projectNamed(world, name);
      await client.projects.arrange({
        id,
        before: before === null ? null : (await projectNamed(world, before)).id,
      });
    };
    await move('Work', 'Garden');
    expect(await names()).toEqual(['Atlas', 'Work', 'Garden', 'Home']);
    await move('Atlas', null);
    expect(await names()).toEqual(['Work', 'Garden', 'Home', 'Atlas']);
    await client.projects.create({ name: 'Boat' });
    expect(await names()).toEqual(['Work', 'Garden', 'Home', 'Atlas', 'Boat']);
    await client.tasks.undo();
    await client.tasks.undo();
    expect(await names()).toEqual(['Atlas', 'Work', 'Garden', 'Home']);
  });

  it('has a sign, a deadline that exists and sections, and keeps them while it is archived', async () => {
    const world = aWritingWorld();
    const { client } = world;
    const { id } = await client.projects.create({ name: 'Home' });
    await client.projects.update({ id, icon: 'home', deadline: '2027-06-01', layout: 'board' });
    for (const name of ['Kitchen', 'Paperwork']) await client.projects.addSection({ id, name });
    const whole = await projectNamed(world, 'Home');
    expect(whole).toMatchObject({
      icon: 'home',
      deadline: '2027-06-01',
      layout: 'board',
      sections: [{ name: 'Kitchen' }, { name: 'Paperwork' }],
    });
    await client.projects.update({ id, archived: true });
    expect(await client.projects.update({ id, archived: false })).toEqual(whole);

    await expect(client.projects.update({ id, deadline: '2027-06-31' })).rejects.toMatchObject({
      code: 'invalidInput',
    });
    await expect(client.projects.addSection({ id, name: 'kitchen' })).rejects.toMatchObject({
      code: 'invalidInput',
    });
    const [kitchen, paperwork] = whole.sections;
    await client.projects.updateSection({ id: paperwork!.id, name: 'Papers', before: kitchen!.id });
    expect((await projectNamed(world, 'Home')).sections.map(({ name }) => name)).toEqual([
      'Papers',
      'Kitchen',
    ]);
  });
});

describe('a section', () => {
  it('is named with its project, gets tasks, and leaves them in the project when it is removed', async () => {
    const world = aWritingWorld();
    const { client } = world;
    const { id } = await client.projects.create({ name: 'Home' });
    const tap = await add(world, 'Order the tap #Home');
    expect(await client.tasks.update({ id: tap.id, patch: { section: 'Kitchen' } })).toMatchObject({
      project: 'Home',
      section: 'Kitchen',
    });
    const fitter = await client.tasks.create({
      text: 'Call the fitter',
      picked: { project: 'Home/kitchen' },
    });
    expect(fitter).toMatchObject({ project: 'Home', section: 'Kitchen' });
    const passport = await add(world, 'Renew passport #Home');
    const list = await client.tasks.list({ projectId: id, grouping: 'section', order: 'manual' });
    const { sections } = await projectNamed(world, 'Home');
    expect(list.groups).toMatchObject([
      { key: '', count: 1 },
      { key: sections[0]!.id, count: 2 },
    ]);
    expect(list.tasks.map(({ title }) => title)).toEqual([
      'Renew passport',
      'Order the tap',
      'Call the fitter',
    ]);

    await client.projects.removeSection({ id: sections[0]!.id });
    expect(await client.tasks.get({ id: tap.id })).toMatchObject({ project: 'Home', section: null });
    await client.tasks.undo();
    expect(await client.tasks.get({ id: tap.id })).toMatchObject({ section: 'Kitchen' });
    // Another project has other sections, and without a project there are none.
    expect(await client.tasks.update({ id: tap.id, patch: { project: 'Work' } })).toMatchObject({
      project: 'Work',
      section: null,
      sectionId: null,
    });
    await client.tasks.update({ id: passport.id, patch: { project: null } });
    await expect(
      client.tasks.update({ id: passport.id, patch: { section: 'Kitchen' } }),
    ).rejects.toMatchObject({ code: 'invalidInput' });
    expect(await client.tasks.create({ text: 'Buy a mixer #AC/DC' })).toMatchObject({ section: null });
  });
});

describe('the person’s own order', () => {
  it('is the order of entry until a task is moved, and a move is undone and done again', async () => {
    const world = aWritingWorld();
    const { client } = world;
    const all = [];
    for (const title of ['One p4', 'Two p1', 'Three p2', 'Four p3']) {
      world.now = `2027-05-03T08:0${all.length}`;
      all.push(await add(world, title));
    }
    const [one, two, three, four] = all;
    expect(await titles(world)).toEqual(['One', 'Two', 'Three', 'Four']);
    await client.tasks.arrange({ ids: [four!.id, one!.id], behind: two!.id });
    expect(await titles(world)).toEqual(['Two', 'Four', 'One', 'Three']);
    await client.tasks.arrange({ ids: [three!.id], before: two!.id });
    expect(await titles(world)).toEqual(['Three', 'Two', 'Four', 'One']);
    await client.tasks.arrange({ ids: [two!.id] });
    expect(await titles(world)).toEqual(['Three', 'Four', 'One', 'Two']);
    world.now = '2027-05-03T09:00';
    await add(world, 'Five');
    expect(await titles(world)).toEqual(['Three', 'Four', 'One', 'Two', 'Five']);
    for (let times = 0; times < 3; times += 1) await client.tasks.undo();
    expect(await titles(world)).toEqual(['Two', 'Four', 'One', 'Three']);
    await client.tasks.redo();
    expect(await titles(world)).toEqual(['Three', 'Two', 'Four', 'One']);
  });

  it('moves tasks to a project and a section of it on the way, and refuses a section of another', async () => {
    const world = aWritingWorld();
    const { client } = world;
    const home = await client.projects.create({ name: 'Home' });
    const kitchen = await client.projects.addSection({ id: home.id, name: 'Kitchen' });
    const work = await client.projects.create({ name: 'Work' });
    const paint = await add(world, 'Paint');
    const tap = await add(world, 'Tap #Home/Kitchen');
    await expect(
      client.tasks.arrange({ ids: [paint.id], projectId: work.id, sectionId: kitchen.id }),
    ).rejects.toMatchObject({ code: 'invalidInput' });
    await client.tasks.arrange({
      ids: [paint.id],
      before: tap.id,
      projectId: home.id,
      sectionId: kitchen.id,
    });
    expect(await titles(world, home.id)).toEqual(['Paint', 'Tap']);
    expect(await client.tasks.get({ id: paint.id })).toMatchObject({ project: 'Home', section: 'Kitchen' });
    await client.tasks.undo();
    expect(await client.tasks.get({ id: paint.id })).toMatchObject({ project: null, section: null });
  });
});

it('tells how many open tasks each tag has', async () => {
  const world = aWritingWorld();
  const { client } = world;
  const done = await add(world, 'Call Ana @phone');
  await add(world, 'Call Sam @phone @short');
  await client.tasks.finish({ id: done.id });
  await add(world, 'Write @deep');
  const last = await add(world, 'Sign @paper');
  await client.tasks.drop({ id: last.id });
  expect((await client.tasks.tags()).tags).toEqual([
    { name: 'deep', tasks: 1 },
    { name: 'phone', tasks: 1 },
    { name: 'short', tasks: 1 },
    { name: 'paper', tasks: 0 },
  ]);
});

it('tells what waits for a task, and what links to it', async () => {
  const world = aWritingWorld();
  const { client } = world;
  const note = await add(world, 'Draft the note');
  const review = await add(world, 'Review the note');
  await client.tasks.update({
    id: review.id,
    patch: { dependsOn: [note.id], notes: `Same as [the draft](task:${note.id}), later` },
  });
  const waiting = await client.tasks.dependants({ id: note.id });
  expect(waiting.tasks.map(({ title }) => title)).toEqual(['Review the note']);
  const linked = await client.tasks.list({ filter: `any & "task:${note.id}"` });
  expect(linked.tasks.map(({ title }) => title)).toEqual(['Review the note']);
  await client.tasks.finish({ id: review.id });
  expect((await client.tasks.dependants({ id: note.id })).tasks).toEqual([]);
  expect((await client.tasks.list({ filter: `any & "task:${note.id}"` })).total).toBe(1);
  expect((await client.tasks.list({ filter: `any & "task:${review.id}"` })).total).toBe(0);
});
