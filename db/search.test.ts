import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { searchTokens } from '../core/search-text.ts';
import { seededRandom } from '../core/random.ts';
import type { TaskId } from '../core/ids.ts';
import { openReader } from './open.ts';
import { databasePath } from './paths.ts';
import { newProfile, newTask, NOW, vectorOf } from './testing.ts';
import { Connection } from './sqlite.ts';
import { defaultExtensionPath } from './extension.ts';

// Each makes several encrypted files, which takes its time on a machine that does other things.
vi.setConfig({ testTimeout: 30_000 });

describe('search by words', () => {
  /** An empty profile, and the titles that a query finds in it. */
  function emptyProfile() {
    const store = newProfile().db;
    const titlesFor = (query: string, includeDone = true) =>
      store.search.words(query, { includeDone }).map((hit) => hit.title);
    return { store, titlesFor };
  }

  it('finds whole words, beginnings of the last one, and phrases, in titles before notes', () => {
    const { store, titlesFor } = emptyProfile();
    store.tasks.insert(newTask({ title: 'Call Zoë about the café', notes: 'slides' }));
    store.tasks.insert(newTask({ title: 'Prepare slides for Monday standup' }));
    store.tasks.insert(newTask({ title: 'Monday slides review', status: 'done' }));
    expect(titlesFor('slides')[2]).toBe('Call Zoë about the café');
    expect(titlesFor('SLIDES mon')).toHaveLength(2);
    expect(titlesFor('mon slides')).toEqual([]);
    expect(titlesFor('slides mon ')).toEqual([]);
    expect(titlesFor('"slides for monday"')).toEqual(['Prepare slides for Monday standup']);
    expect(titlesFor('zoe cafe')).toEqual(['Call Zoë about the café']);
    expect(titlesFor('monday', false)).toEqual(['Prepare slides for Monday standup']);
    // The status is indexed, but it is nothing that a person can find.
    expect(titlesFor('open')).toEqual([]);
    expect(titlesFor('done')).toEqual([]);
  });

  it('follows changes of title, notes and status, and removal', () => {
    const { store, titlesFor } = emptyProfile();
    const task = store.tasks.insert(newTask({ title: 'Alpha', notes: 'Beta' }));
    store.tasks.update(task.id, { title: 'Gamma' }, NOW);
    expect([titlesFor('alpha'), titlesFor('gamma'), titlesFor('beta')]).toEqual([[], ['Gamma'], ['Gamma']]);
    store.tasks.update(task.id, { status: 'done' }, NOW);
    expect(titlesFor('gamma', false)).toEqual([]);
    store.tasks.remove(task.id);
    expect(titlesFor('gamma')).toEqual([]);
  });

  it('finds words on both sides of a NUL, and takes any query', () => {
    const { store, titlesFor } = emptyProfile();
    store.tasks.insert(newTask({ title: 'before\0after', notes: 'שלום 日本' }));
    expect(
      [titlesFor('before'), titlesFor('after'), titlesFor('שלום'), titlesFor('日本')].map((t) => t.length),
    ).toEqual([1, 1, 1, 1]);
    const queries = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '"',
        '""',
        '*',
        'a*',
        'NEAR(a b)',
        'title:x',
        '-',
        'a OR',
        '{title}:',
        '^a',
        '🎂',
        '\0',
        '(',
        'a"b',
      ),
    );
    fc.assert(
      fc.property(queries, (query) => {
        expect(Array.isArray(store.search.words(query))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('finds words inside runs without spaces', () => {
    const { store, titlesFor } = emptyProfile();
    const titles = [
      '明日までに会議室を予約する',
      '发送季度预算表',
      '회의자료준비하기',
      'ประชุมทีมวันจันทร์',
      '3月5日 カレーを作る',
    ];
    for (const title of titles) store.tasks.insert(newTask({ title }));
    const expected: [query: string, at: number][] = [
      ['会議室', 0],
      ['議', 0],
      ['る', 0],
      ['预算', 1],
      ['자료', 2],
      ['회의 준비', 2],
      ['ทีม', 3],
      ['ｶﾚｰ', 4],
      ['3月', 4],
    ];
    expect(expected.filter(([query, at]) => !titlesFor(query).includes(titles[at] ?? ''))).toEqual([]);
    expect(titlesFor('会室')).toEqual([]);
    expect(titlesFor('预表')).toEqual([]);
  });

  it('finds emoji and symbols, whatever their skin or variation, and no other ones', () => {
    const { store, titlesFor } = emptyProfile();
    store.tasks.insert(newTask({ title: '🏃🏽 round the lake' }));
    store.tasks.insert(newTask({ title: 'Gifts🎁❤️ 20€' }));
    expect(titlesFor('🏃')).toEqual(['🏃🏽 round the lake']);
    expect(titlesFor('lake 🏃🏻')).toEqual(['🏃🏽 round the lake']);
    expect(titlesFor('❤')).toEqual(['Gifts🎁❤️ 20€']);
    expect(titlesFor('🎁')).toEqual(['Gifts🎁❤️ 20€']);
    expect(titlesFor('€')).toEqual(['Gifts🎁❤️ 20€']);
    expect([titlesFor('🎈'), titlesFor('!?'), titlesFor('🏃 🎁')]).toEqual([[], [], []]);
  });

  it.each([
    ['Fußweg räumen', ['FUSSWEG', 'fußw', 'raumen', 'RÄUMEN']],
    ['Jechać do Łodzi', ['lodzi', 'łodz', 'JECHAC']],
    ['Møde på Ærø', ['mode', 'aero', 'ÆRØ', 'pa']],
    ['Þórður í dag', ['thordur']],
    ['Iğdır ve İzmir', ['igdir', 'izmir', 'IĞDIR']],
    ['ΟΔΟΣ και Ёлка', ['οδός', 'οδο', 'елка']],
    ['ｆｕｌｌ ﬁle №5', ['full', 'file', 'no5']],
    ['पानी की बोतल', ['बोतल', 'पा']],
  ])('finds %s by any spelling', (title, queries) => {
    const { store, titlesFor } = emptyProfile();
    store.tasks.insert(newTask({ title }));
    expect(queries.filter((query) => titlesFor(query).length !== 1)).toEqual([]);
  });

  it('finds any title by any of its own words', () => {
    const { store } = emptyProfile();
    const ranges: [number, number][] = [
      [0x61, 0x7a],
      [0xc0, 0x17f],
      [0x391, 0x3c9],
      [0x410, 0x451],
      [0x5d0, 0x5ea],
      [0x621, 0x64a],
      [0x905, 0x939],
      [0xe01, 0xe2e],
      [0x3041, 0x30ff],
      [0x4e00, 0x4fff],
      [0xac00, 0xad00],
      [0x1f300, 0x1f5ff],
    ];
    const sign = fc.oneof(
      ...ranges.map(([min, max]) => fc.integer({ min, max }).map((code) => String.fromCodePoint(code))),
    );
    const word = fc
      .array(sign, { minLength: 1, maxLength: 8 })
      .map((signs) => signs.join(''))
      .filter((text) => searchTokens(text).length > 0);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.nat(), (words, at) => {
        const { id } = store.tasks.insert(newTask({ title: words.join(' ') }));
        const own = words[at % words.length] ?? '';
        for (const query of [own, own.toUpperCase(), `"${own}"`, own.normalize('NFD')]) {
          expect(store.search.words(query, { limit: 1_000 }).map((hit) => hit.taskId)).toContain(id);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('answers a pasted book', () => {
    const { store, titlesFor } = emptyProfile();
    store.tasks.insert(newTask({ title: '予約'.repeat(5_000) }));
    for (const piece of ['word ', '(', '"', '予約', '🎂', 'a" OR ', 'x'])
      expect(titlesFor(piece.repeat(10_000 / piece.length)).length).toBeLessThanOrEqual(1);
    expect(titlesFor('予約'.repeat(5_000))).toHaveLength(1);
  });

  it('scores between 0 and 1, best first', () => {
    const { store } = emptyProfile();
    for (let i = 0; i < 40; i++)
      store.tasks.insert(newTask({ title: `tax ${'word '.repeat(i)}`, notes: 'tax' }));
    const hits = store.search.words('tax', { limit: 30 });
    expect(hits).toHaveLength(30);
    expect(hits[0]?.score).toBe(1);
    expect(hits.every((hit, i) => hit.score > 0 && hit.score <= (hits[i - 1]?.score ?? 1))).toBe(true);
  });

  it('has a sound index after all of this', () => {
    const profile = newProfile();
    for (let i = 0; i < 50; i++) {
      const task = profile.db.tasks.insert(newTask({ title: `a\0b ${i}`, notes: 'é 会議室 🎂' }));
      if (i % 2) profile.db.tasks.update(task.id, { title: `c\0d ${i}`, status: 'done' }, NOW);
      if (i % 3 === 0) profile.db.tasks.remove(task.id);
    }
    const options = { key: profile.key, extensionPath: defaultExtensionPath() };
    const connection = new Connection(databasePath(profile.dataDir), options);
    const check = () =>
      connection.run(`INSERT INTO task_search (task_search, rank) VALUES ('integrity-check', 1)`);
    expect(check).not.toThrow();
    connection.close();
  });
});

describe('search by meaning', () => {
  function filled(count: number) {
    const profile = newProfile();
    const random = seededRandom(3);
    const vectors = new Map<TaskId, Float32Array>();
    profile.db.transaction(() => {
      for (let i = 0; i < count; i++) {
        const done = i % 3 === 0;
        const task = profile.db.tasks.insert(
          newTask({
            title: `Task ${i}`,
            status: done ? 'done' : i % 3 === 1 ? 'open' : 'dropped',
            actualMin: done && i % 2 === 0 ? 10 + i : null,
            completedAt: done ? NOW + i : null,
            start: '2027-05-03T14:30',
          }),
        );
        const vector = vectorOf(random);
        vectors.set(task.id, vector);
        profile.db.embeddings.upsert({ taskId: task.id, revision: 0, modelVersion: 'm', vector });
      }
    });
    return { ...profile, vectors, random };
  }

  it('gives the same neighbours as comparing with every vector', () => {
    const { db, dataDir, key, vectors, random } = filled(600);
    const reader = openReader({ dataDir, key });
    for (let round = 0; round < 5; round++) {
      const query = vectorOf(random);
      const dot = (v: Float32Array) => v.reduce((sum, value, i) => sum + value * (query[i] ?? 0), 0);
      const all = [...vectors].map(([taskId, v]) => ({ taskId, similarity: dot(v) }));
      const nearest = (keep: (id: TaskId) => boolean) =>
        all
          .filter(({ taskId }) => keep(taskId))
          .sort((a, b) => b.similarity - a.similarity)
          .slice(0, 10);
      const isDone = (id: TaskId) => db.tasks.get(id)?.actualMin !== null;
      const isThere = (id: TaskId) => db.tasks.get(id)?.status !== 'dropped';
      for (const store of [db, reader]) {
        const found = store.embeddings.knn(query, 10);
        expect(found.map((n) => n.taskId)).toEqual(nearest(isThere).map((n) => n.taskId));
        expect(found[3]?.similarity).toBeCloseTo(nearest(isThere)[3]?.similarity ?? 0, 5);
        const done = store.embeddings.knn(query, 10, { onlyDone: true });
        expect(done.map((n) => n.taskId)).toEqual(nearest(isDone).map((n) => n.taskId));
        const without = found.slice(0, 3).map((n) => n.taskId);
        const rest = store.embeddings.knn(query, 10, { exclude: without });
        expect(rest.map((n) => n.taskId).slice(0, 7)).toEqual(found.map((n) => n.taskId).slice(3));
        expect(rest).toHaveLength(10);
        const earlier = store.embeddings.knn(query, 10, { onlyDone: true, completedBefore: NOW + 300 });
        expect(earlier.every((n) => (n.completedAt ?? 0) < NOW + 300)).toBe(true);
      }
    }
    reader.close();
  });

  it("keeps a reader's copy in step through any changes", () => {
    const { db, dataDir, key, vectors, random } = filled(40);
    const reader = openReader({ dataDir, key });
    const ids = [...vectors.keys()];
    for (let round = 0; round < 120; round++) {
      const id = ids[Math.floor(random() * ids.length)];
      const task = id && db.tasks.get(id);
      const kind = Math.floor(random() * 4);
      if (!task) {
        const made = db.tasks.insert(newTask());
        ids.push(made.id);
        db.embeddings.upsert({ taskId: made.id, revision: 0, modelVersion: 'm', vector: vectorOf(random) });
      } else if (kind === 0) db.tasks.remove(task.id);
      else if (kind === 1) db.embeddings.remove(task.id);
      else if (kind === 2)
        db.tasks.update(task.id, { status: 'done', actualMin: 5, completedAt: NOW + round }, NOW);
      else
        db.embeddings.upsert({ taskId: task.id, revision: 1, modelVersion: 'm', vector: vectorOf(random) });
      const query = vectorOf(random);
      for (const options of [{}, { onlyDone: true }, { completedBefore: NOW + 60 }]) {
        const names = (store: typeof db | typeof reader) =>
          store.embeddings.knn(query, 6, options).map((hit) => hit.taskId);
        expect(names(reader)).toEqual(names(db));
      }
    }
    reader.close();
  });

  it('carries what the caller wants to know of a neighbour', () => {
    const { db, vectors } = filled(3);
    const [[taskId, vector] = []] = vectors;
    expect(db.embeddings.knn(vector ?? [], 1, { onlyDone: true })).toMatchObject([
      { taskId, title: 'Task 0', status: 'done', actualMin: 10, startHour: 14, completedAt: NOW },
    ]);
  });

  it('knows which vectors are missing or stand for another model, and clears orphans', () => {
    const { db, vectors } = filled(9);
    expect(db.embeddings.missing('m', 10)).toEqual([]);
    // Dropped tasks too: a vector that is only missing there would tell of it.
    expect(db.embeddings.missing('m2', 10)).toHaveLength(9);
    const ids = [...vectors.keys()];
    const [first] = ids;
    if (!first) throw new Error('nothing was made');
    expect(db.embeddings.vector(first)).toEqual(vectors.get(first));
    expect(db.embeddings.collectOrphans()).toBe(0);
    db.tasks.remove(first);
    expect(db.embeddings.collectOrphans()).toBe(0);
    expect(db.embeddings.count()).toBe(8);
  });

  it('refuses what is no vector', () => {
    const { db } = newProfile();
    const task = db.tasks.insert(newTask());
    const entry = { taskId: task.id, revision: 0, modelVersion: 'm' };
    const invalid = expect.objectContaining({ code: 'invalidInput' }) as Error;
    expect(() => db.embeddings.upsert({ ...entry, vector: [1, 2, 3] })).toThrow(invalid);
    expect(() => db.embeddings.upsert({ ...entry, vector: new Float32Array(384).fill(NaN) })).toThrow(
      invalid,
    );
    expect(db.embeddings.count()).toBe(0);
  });
});
