import type { GrammarForm } from './grammar-table.ts';

/** The moment the German examples are read at: Wednesday 3 March 2027, 10:00 in Berlin. */
export const GRAMMAR_NOW_DE = { now: '2027-03-03T10:00', tz: 'Europe/Berlin', locale: 'de-DE' } as const;

/** The forms of German lines, each with an example that is a test. */
export const GRAMMAR_DE: readonly GrammarForm[] = [
  {
    group: 'days',
    form: 'heute, morgen, übermorgen',
    example: 'Oma anrufen übermorgen',
    yields: {
      title: 'Oma anrufen',
      date: '2027-03-05',
    },
  },
  {
    group: 'days',
    form: 'ein Wochentag: der nächste, nie heute; auch Mo, Di, …',
    example: 'Auto waschen am Samstag',
    yields: {
      title: 'Auto waschen',
      date: '2027-03-06',
    },
  },
  {
    group: 'days',
    form: 'diesen, nächsten, kommenden, übernächsten',
    example: 'Kostüm nähen übernächste Woche',
    yields: {
      title: 'Kostüm nähen',
      date: '2027-03-15',
    },
  },
  {
    group: 'days',
    form: 'in … Tagen, Wochen, Monaten',
    example: 'Rechnung bezahlen in 14 Tagen',
    yields: {
      title: 'Rechnung bezahlen',
      date: '2027-03-17',
    },
  },
  {
    group: 'days',
    form: 'Freitag in einer Woche, heute in zwei Wochen',
    example: 'Freitag in einer Woche Probe',
    yields: {
      title: 'Probe',
      date: '2027-03-12',
    },
  },
  {
    group: 'days',
    form: '3.5., 3. Mai, am 15., 15.4.2027',
    example: 'Steuer abgeben am 3.5.',
    yields: {
      title: 'Steuer abgeben',
      date: '2027-05-03',
    },
  },
  {
    group: 'days',
    form: 'Anfang, Mitte, Ende eines Zeitraums',
    example: 'Urlaub planen Ende Mai',
    yields: {
      title: 'Urlaub planen',
      date: '2027-05-31',
    },
  },
  {
    group: 'days',
    form: 'KW 32',
    example: 'Wartung KW 32',
    yields: {
      title: 'Wartung',
      date: '2027-08-09',
    },
  },
  {
    group: 'days',
    form: 'am letzten Freitag im März',
    example: 'Vertrag prüfen am letzten Freitag im März',
    yields: {
      title: 'Vertrag prüfen',
      date: '2027-03-26',
    },
  },
  {
    group: 'days',
    form: 'am Wochenende, nächste Woche Dienstag',
    example: 'Fenster putzen am Wochenende',
    yields: {
      title: 'Fenster putzen',
      date: '2027-03-06',
    },
  },
  {
    group: 'days',
    form: 'Feiertage: an Heiligabend, vor Weihnachten',
    example: 'Geschenke einpacken an Heiligabend',
    yields: {
      title: 'Geschenke einpacken',
      date: '2027-12-24',
    },
  },
  {
    group: 'times',
    form: '15 Uhr, 15:30, 15 Uhr 30, 19.30 Uhr',
    example: 'Zahnarzt morgen um 15 Uhr',
    yields: {
      title: 'Zahnarzt',
      date: '2027-03-04',
      start: '2027-03-04T15:00',
    },
  },
  {
    group: 'times',
    form: 'halb elf, viertel vor, viertel nach, dreiviertel, fünf vor halb',
    example: 'Treffen um halb fünf',
    yields: {
      title: 'Treffen',
      date: '2027-03-03',
      start: '2027-03-03T16:30',
    },
  },
  {
    group: 'times',
    form: 'heute Abend, morgen früh, Freitagabend, Montag Vormittag',
    example: 'Probe Freitagabend',
    yields: {
      title: 'Probe',
      date: '2027-03-05',
      start: '2027-03-05T19:00',
    },
  },
  {
    group: 'times',
    form: '8 Uhr abends, 3 Uhr nachts',
    example: 'Tabletten nehmen heute 8 Uhr abends',
    yields: {
      title: 'Tabletten nehmen',
      date: '2027-03-03',
      start: '2027-03-03T20:00',
    },
  },
  {
    group: 'times',
    form: 'in 20 Minuten, in einer halben Stunde',
    example: 'Rückruf in einer halben Stunde',
    yields: {
      title: 'Rückruf',
      date: '2027-03-03',
      start: '2027-03-03T10:30',
    },
  },
  {
    group: 'intervals',
    form: 'von 9 bis halb elf, 14-15 Uhr, zwischen 8 und 12 Uhr',
    example: 'Workshop am 3.5. von 9 bis halb elf',
    yields: {
      title: 'Workshop',
      date: '2027-05-03',
      start: '2027-05-03T09:00',
      end: '2027-05-03T10:30',
    },
  },
  {
    group: 'intervals',
    form: 'vom 3. bis 14. August, Montag bis Mittwoch',
    example: 'Urlaub vom 3. bis 14. August',
    yields: {
      title: 'Urlaub',
      date: '2027-08-03',
      end: '2027-08-14',
    },
  },
  {
    group: 'intervals',
    form: 'zwei Tage mit Uhrzeit',
    example: 'Hütte Freitag 16 Uhr bis Sonntag 12 Uhr',
    yields: {
      title: 'Hütte',
      date: '2027-03-05',
      start: '2027-03-05T16:00',
      end: '2027-03-07T12:00',
    },
  },
  {
    group: 'durations',
    form: '30 Min, 2 Std, 1,5 Stunden, 1h30',
    example: 'Vokabeln lernen 30 Min',
    yields: {
      title: 'Vokabeln lernen',
      durationMin: 30,
    },
  },
  {
    group: 'durations',
    form: 'anderthalb Stunden, eine halbe Stunde, eine Dreiviertelstunde',
    example: 'Bericht lesen anderthalb Stunden',
    yields: {
      title: 'Bericht lesen',
      durationMin: 90,
    },
  },
  {
    group: 'deadlines',
    form: 'bis, bis zum, spätestens, fällig, vor',
    example: 'Bericht abgeben bis Freitag',
    yields: {
      title: 'Bericht abgeben',
      deadline: '2027-03-05',
    },
  },
  {
    group: 'deadlines',
    form: 'innerhalb von zwei Wochen',
    example: 'Texte korrigieren innerhalb von zwei Wochen',
    yields: {
      title: 'Texte korrigieren',
      deadline: '2027-03-17',
    },
  },
  {
    group: 'deadlines',
    form: 'ab, frühestens, nicht vor, erst ab',
    example: 'Hotel buchen nicht vor Montag',
    yields: {
      title: 'Hotel buchen',
      date: '2027-03-08',
      earliest: '2027-03-08',
    },
  },
  {
    group: 'recurrence',
    form: 'täglich, jeden Tag, werktags, montags',
    example: 'Chor montags um 19:30',
    yields: {
      title: 'Chor',
      date: '2027-03-08',
      start: '2027-03-08T19:30',
      rrule: 'FREQ=WEEKLY;BYDAY=MO',
      recurFrom: 'schedule',
    },
  },
  {
    group: 'recurrence',
    form: 'jeden zweiten Dienstag: alle zwei Wochen',
    example: 'Bio-Tonne jeden zweiten Dienstag',
    yields: {
      title: 'Bio-Tonne',
      date: '2027-03-09',
      rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
      recurFrom: 'schedule',
    },
  },
  {
    group: 'recurrence',
    form: 'jeden dritten Donnerstag im Monat',
    example: 'Stammtisch jeden dritten Donnerstag im Monat',
    yields: {
      title: 'Stammtisch',
      date: '2027-03-18',
      rrule: 'FREQ=MONTHLY;BYDAY=3TH',
      recurFrom: 'schedule',
    },
  },
  {
    group: 'recurrence',
    form: 'alle 3 Tage, alle zwei Wochen',
    example: 'Blumen gießen alle 3 Tage',
    yields: {
      title: 'Blumen gießen',
      date: '2027-03-03',
      rrule: 'FREQ=DAILY;INTERVAL=3',
      recurFrom: 'schedule',
    },
  },
  {
    group: 'recurrence',
    form: 'alle drei Monate am letzten Werktag',
    example: 'Abrechnung alle drei Monate am letzten Werktag',
    yields: {
      title: 'Abrechnung',
      date: '2027-03-31',
      rrule: 'FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      recurFrom: 'schedule',
    },
  },
  {
    group: 'recurrence',
    form: 'monatlich am 15., jeden 1. des Monats',
    example: 'Heizung ablesen monatlich am 15.',
    yields: {
      title: 'Heizung ablesen',
      date: '2027-03-15',
      rrule: 'FREQ=MONTHLY;BYMONTHDAY=15',
      recurFrom: 'schedule',
    },
  },
  {
    group: 'recurrence',
    form: 'Mo, Mi und Fr; Di + Do',
    example: 'Laufen Mo, Mi und Fr',
    yields: {
      title: 'Laufen',
      date: '2027-03-03',
      rrule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR',
      recurFrom: 'schedule',
    },
  },
  {
    group: 'recurrence',
    form: 'dreimal pro Woche: an Tagen, die passen',
    example: 'Sport dreimal pro Woche',
    yields: {
      title: 'Sport',
      date: '2027-03-03',
      rrule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR',
      recurFrom: 'schedule',
      timesPerWeek: 3,
    },
  },
  {
    group: 'recurrence',
    form: 'bis Ende Juni, ab 1. April, 6 Wochen lang, außer sonntags',
    example: 'Kurs jeden Mittwoch bis Ende Juni',
    yields: {
      title: 'Kurs',
      date: '2027-03-03',
      rrule: 'FREQ=WEEKLY;BYDAY=WE;UNTIL=20270630',
      recurFrom: 'schedule',
    },
  },
  {
    group: 'recurrence',
    form: 'außer an Feiertagen, außer feiertags, ohne Feiertage: die des Landes in den Einstellungen',
    example: 'Training jeden Freitag um 18 Uhr außer an Feiertagen',
    yields: {
      title: 'Training',
      date: '2027-03-05',
      start: '2027-03-05T18:00',
      rrule: 'FREQ=WEEKLY;BYDAY=FR',
      recurFrom: 'schedule',
      skipHolidays: true,
    },
  },
  {
    group: 'recurrence',
    form: 'Mo-Fr, Montag bis Freitag neben einer Uhrzeit; morgens und abends',
    example: 'Sport Mo-Fr um 8',
    yields: {
      title: 'Sport',
      date: '2027-03-04',
      start: '2027-03-04T08:00',
      rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
      recurFrom: 'schedule',
    },
  },
  {
    group: 'intervals',
    form: '5.-7. August, 5.-7.8.: der Monat gilt für beide',
    example: 'Messe 5.-7.8.',
    yields: { title: 'Messe', date: '2027-08-05', end: '2027-08-07' },
  },
  {
    group: 'days',
    form: 'übernächsten Samstag: der zweite von jetzt an; ein Vertipper: am Donerstag',
    example: 'Oma besuchen am übernächsten Samstag',
    yields: { title: 'Oma besuchen', date: '2027-03-13' },
  },
  {
    group: 'recurrence',
    form: 'nach Erledigung: von der Erledigung an gezählt',
    example: 'Katze entwurmen alle 3 Monate nach Erledigung',
    yields: {
      title: 'Katze entwurmen',
      date: '2027-03-03',
      rrule: 'FREQ=MONTHLY;INTERVAL=3',
      recurFrom: 'completion',
    },
  },
  {
    group: 'fields',
    form: 'dringend; hohe Priorität; p1–p4',
    example: 'Bericht hohe Priorität',
    yields: {
      title: 'Bericht',
      priority: 1,
    },
  },
  {
    group: 'fields',
    form: 'wenig Energie, viel Energie',
    example: 'Fotos sortieren wenig Energie',
    yields: {
      title: 'Fotos sortieren',
      energy: 'low',
    },
  },
  {
    group: 'fields',
    form: 'mit und ein Vorname',
    example: 'Mittagessen mit Jonas morgen um 12',
    yields: {
      title: 'Mittagessen mit Jonas',
      date: '2027-03-04',
      start: '2027-03-04T12:00',
      people: ['Jonas'],
    },
  },
  {
    group: 'fields',
    form: 'erinnere mich … vorher',
    example: 'Zahnarzt morgen um 15 Uhr erinnere mich 10 Minuten vorher',
    yields: {
      title: 'Zahnarzt',
      date: '2027-03-04',
      start: '2027-03-04T15:00',
      reminders: [10],
    },
  },
  {
    group: 'plain',
    form: 'Zusammensetzungen bleiben Wörter',
    example: 'Sonntagsbraten und Morgenmantel',
    yields: {
      title: 'Sonntagsbraten und Morgenmantel',
    },
  },
  {
    group: 'plain',
    form: 'Namen und Mengen',
    example: 'Herrn Mai wegen 20 m Kabel anrufen',
    yields: {
      title: 'Herrn Mai wegen 20 m Kabel anrufen',
    },
  },
  {
    group: 'plain',
    form: '"alle" ohne Zeit',
    example: 'alle Fenster putzen',
    yields: {
      title: 'alle Fenster putzen',
    },
  },
];
