import { describe, expect, it } from 'vitest';
import { aWritingWorld } from './write-path.fixture.ts';

/** What is set about languages and countries holds for the next line that is typed. */
describe('settings of reading', () => {
  it('reads a line only in the languages that are switched on', async () => {
    const { client } = aWritingWorld();
    const read = async (text: string) => (await client.capture.parse({ text, seq: 1 })).result;
    const german = 'Zahnarzt morgen um 15 Uhr';
    const english = 'Dentist tomorrow at 3pm';
    expect(await read(german)).toMatchObject({ title: 'Zahnarzt', start: '2027-05-04T15:00' });
    expect(await read(english)).toMatchObject({ title: 'Dentist', start: '2027-05-04T15:00' });
    await client.preferences.update({ languages: ['en'] });
    expect(await read(german)).toMatchObject({ title: german, start: null });
    expect(await read(english)).toMatchObject({ title: 'Dentist' });
    await client.preferences.update({ languages: ['de'] });
    expect(await read(german)).toMatchObject({ title: 'Zahnarzt' });
    expect(await read('Dentist tomorrow')).toMatchObject({ date: null });
    expect((await client.tasks.create({ text: 'Müll morgen' })).title).toBe('Müll');
    await expect(client.preferences.update({ languages: [] })).rejects.toThrow('Invalid input: languages');
  });

  it('takes the day of a holiday from the country', async () => {
    const { client } = aWritingWorld();
    const day = async () =>
      (await client.capture.parse({ text: 'Barbecue on Labour Day', seq: 1 })).result.date;
    expect(await day()).toBe('2027-09-06');
    await client.preferences.update({ locale: 'en-GB' });
    expect(await day()).toBe('2028-05-01');
    await client.preferences.update({ holidayCountry: 'CA' });
    expect(await day()).toBe('2027-09-06');
  });

  it('leaves the public holidays of that country out of a rule', async () => {
    // Tuesday before Ascension Day, which is none in the United States.
    const world = aWritingWorld('2027-05-04T08:00');
    const { client } = world;
    await client.preferences.update({ holidayCountry: 'DE' });
    const made = await client.tasks.create({ text: 'Standup jeden Donnerstag um 9 außer an Feiertagen' });
    expect(made).toMatchObject({ title: 'Standup', start: '2027-05-13T09:00' });
    const daily = await client.tasks.create({ text: 'Water plants every day except holidays' });
    world.now = '2027-05-05T08:00';
    const next = async (country: 'DE' | 'US') => {
      await client.preferences.update({ holidayCountry: country });
      const { upcoming } = await client.tasks.upcoming({ ids: [daily.id] });
      return upcoming[0]?.next;
    };
    expect(await next('DE')).toBe('2027-05-07');
    expect(await next('US')).toBe('2027-05-06');
    await next('DE');
    expect((await client.tasks.finish({ id: daily.id })).next?.date).toBe('2027-05-07');
  });
});
