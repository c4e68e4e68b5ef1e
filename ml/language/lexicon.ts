/** The closed word lists of the grammar. Keys are lower case. */

export const WEEKDAYS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    monday: 0,
    mon: 0,
    tuesday: 1,
    tues: 1,
    tue: 1,
    wednesday: 2,
    wednsday: 2,
    wensday: 2,
    wendsday: 2,
    tuseday: 1,
    teusday: 1,
    thrusday: 3,
    thursay: 3,
    saterday: 5,
    satuday: 5,
    weds: 2,
    wed: 2,
    thursday: 3,
    thurs: 3,
    thur: 3,
    thu: 3,
    friday: 4,
    fri: 4,
    saturday: 5,
    sat: 5,
    sunday: 6,
    sun: 6,
  }),
);

/** `Mondays`, `Tuesdays`: the plural alone means a recurrence. */
export const WEEKDAY_PLURALS: ReadonlyMap<string, number> = new Map(
  ['mondays', 'tuesdays', 'wednesdays', 'thursdays', 'fridays', 'saturdays', 'sundays'].map((w, i) => [w, i]),
);

export const MONTHS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    january: 1,
    jan: 1,
    february: 2,
    febuary: 2,
    feburary: 2,
    feb: 2,
    march: 3,
    mar: 3,
    april: 4,
    apr: 4,
    may: 5,
    june: 6,
    jun: 6,
    july: 7,
    jul: 7,
    august: 8,
    aug: 8,
    september: 9,
    sept: 9,
    sep: 9,
    october: 10,
    oct: 10,
    november: 11,
    nov: 11,
    december: 12,
    dec: 12,
  }),
);

export const CARDINALS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    zero: 0,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    seventeen: 17,
    eighteen: 18,
    nineteen: 19,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
  }),
);

export const ORDINALS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    first: 1,
    second: 2,
    third: 3,
    fourth: 4,
    fifth: 5,
    sixth: 6,
    seventh: 7,
    eighth: 8,
    ninth: 9,
    tenth: 10,
    eleventh: 11,
    twelfth: 12,
    thirteenth: 13,
    fourteenth: 14,
    fifteenth: 15,
    sixteenth: 16,
    seventeenth: 17,
    eighteenth: 18,
    nineteenth: 19,
    twentieth: 20,
    thirtieth: 30,
  }),
);

export type Unit =
  | 'minute'
  | 'hour'
  | 'day'
  | 'workday'
  | 'week'
  | 'fortnight'
  | 'month'
  | 'quarter'
  | 'year';

export const UNITS: ReadonlyMap<string, Unit> = new Map(
  Object.entries({
    minute: 'minute',
    minutes: 'minute',
    min: 'minute',
    mins: 'minute',
    hour: 'hour',
    hours: 'hour',
    hr: 'hour',
    hrs: 'hour',
    day: 'day',
    days: 'day',
    workday: 'workday',
    workdays: 'workday',
    weekday: 'workday',
    weekdays: 'workday',
    week: 'week',
    weeks: 'week',
    wk: 'week',
    wks: 'week',
    fortnight: 'fortnight',
    fortnights: 'fortnight',
    month: 'month',
    months: 'month',
    mth: 'month',
    mths: 'month',
    quarter: 'quarter',
    quarters: 'quarter',
    year: 'year',
    years: 'year',
    yr: 'year',
    yrs: 'year',
  } satisfies Record<string, Unit>),
);

/** One-letter and glued units, only directly behind a number: `+5d`, `in 3w`. */
export const SHORT_UNITS: ReadonlyMap<string, Unit> = new Map(
  Object.entries({ d: 'day', w: 'week', h: 'hour', m: 'minute', y: 'year', mo: 'month' } satisfies Record<
    string,
    Unit
  >),
);

export type DayPart = 'morning' | 'afternoon' | 'evening' | 'night';

export const DAY_PARTS: ReadonlyMap<string, DayPart> = new Map(
  Object.entries({
    morning: 'morning',
    morn: 'morning',
    mornings: 'morning',
    afternoon: 'afternoon',
    arvo: 'afternoon',
    afternoons: 'afternoon',
    evening: 'evening',
    eve: 'evening',
    evenings: 'evening',
    night: 'night',
    nights: 'night',
  } satisfies Record<string, DayPart>),
);

/** Abbreviations as minutes east of UTC; the two-letter American names follow the zone's own clock changes. */
export const ZONES: ReadonlyMap<string, number | string> = new Map(
  Object.entries({
    utc: 0,
    gmt: 0,
    z: 0,
    wet: 0,
    bst: 60,
    west: 60,
    cet: 60,
    cest: 120,
    eet: 120,
    eest: 180,
    msk: 180,
    ist: 330,
    npt: 345,
    sgt: 480,
    hkt: 480,
    awst: 480,
    jst: 540,
    kst: 540,
    acst: 570,
    acdt: 630,
    aest: 600,
    aedt: 660,
    nzst: 720,
    nzdt: 780,
    brt: -180,
    nst: -210,
    ndt: -150,
    ast: -240,
    adt: -180,
    est: -300,
    edt: -240,
    cst: -360,
    cdt: -300,
    mst: -420,
    mdt: -360,
    pst: -480,
    pdt: -420,
    akst: -540,
    akdt: -480,
    hst: -600,
    et: 'America/New_York',
    ct: 'America/Chicago',
    mt: 'America/Denver',
    pt: 'America/Los_Angeles',
  } as Record<string, number | string>),
);

/** Words that close a noun phrase: a date in front of one of them is not the adjective of a title. */
export const CLOSERS: ReadonlySet<string> = new Set(
  (
    'about with for in to and or before after because if re regarding via from at on by until till when while so ' +
    'then but of due into over as since during unless w per around starting ending without near'
  ).split(' '),
);

export const DETERMINERS: ReadonlySet<string> = new Set(
  "the a an my our your his her their its some any no this that these those every each last's".split(' '),
);

/** Word in front that makes a fixed name of a weekday: "Black Friday". */
export const BEFORE_WEEKDAY: ReadonlySet<string> = new Set(
  (
    'black good cyber ash shrove super bloody palm easter ruby blue manic freaky casual taco throwback giving sweet ' +
    'stormy whit mad holy fat mothering lazy never happy hallmark'
  ).split(' '),
);

/** Word behind that makes a fixed name of a weekday: "Friday Night Lights", "Sunday Times". */
export const AFTER_WEEKDAY: ReadonlySet<string> = new Set(
  'blues times addams club island school best league roast driver cream night-lights mail telegraph people feeling'.split(
    ' ',
  ),
);

/** Verbs that tasks begin with; the tagger takes many of them for nouns when they stand alone. */
export const ACTIONS: ReadonlySet<string> = new Set(
  (
    'add answer apply arrange ask assemble attend back bake book bring brush build buy call cancel charge check choose clean clear ' +
    'close collect compare complete confirm contact cook copy create cut decide declutter defrost deliver deploy discuss do download draft ' +
    'drive drop dust edit email empty exercise explore feed file fill find finish fix fold follow get give go grab hang ' +
    'help hoover install interview invite invoice iron join learn leave list lock look mail make meditate meet mend merge message move mow ' +
    'order organise organize pack paint pay phone pick ping plan plant post practice practise prep prepare present print publish put ' +
    'read record refactor register release remind remove renew repair replace reply report request research reserve return review ' +
    'rewrite run scan schedule see sell send set setup ship shop show sign skype sort start stretch study submit sweep swim take talk teach tell ' +
    'test text throw tidy translate transfer try turn update upgrade upload vacuum visit wait wake walk wash watch water wipe work wrap write'
  ).split(' '),
);
