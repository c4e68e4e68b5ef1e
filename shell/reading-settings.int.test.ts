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
});
