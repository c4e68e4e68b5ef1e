/** The German tables: words and phrases to the concepts of the grammar, which are named by their English words. */

const table = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [concept = '', words = ''] = line.split('=');
        return words
          .trim()
          .split('|')
          .map((word): [string, string] => [word.trim(), concept.trim()]);
      }),
  );

/** `naechste`, `fuer`, `ausser`: the spelling of keyboards without umlauts. */
const plainSpelling = (word: string): string =>
  word.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss');

const withSpellings = (words: Record<string, string>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(words).flatMap(([word, concept]): [string, string][] => [
      [plainSpelling(word), concept],
      [word, concept],
    ]),
  );

/** Single words. Several concepts are separated by blanks. */
export const WORDS = withSpellings(
  table(`
monday=montag
tuesday=dienstag
wednesday=mittwoch
thursday=donnerstag
friday=freitag
saturday=samstag|sonnabend
sunday=sonntag
mondays=montags
tuesdays=dienstags
wednesdays=mittwochs
thursdays=donnerstags
fridays=freitags
saturdays=samstags|sonnabends
sundays=sonntags
weekdays=wochentags|werktags
weekends=wochenends
january=januar|jänner|jan
february=februar|feber|feb
march=märz|mär|mrz
april=april|apr
may=mai
june=juni|jun
july=juli|jul
august=august|aug
september=september|sept|sep
october=oktober|okt
november=november|nov
december=dezember|dez
minutes=minute|minuten|min|mins
hours=stunde|stunden|std|stdn|h
day=tag|tages|tags
days=tage|tagen
week=woche|kw|kalenderwoche
weeks=wochen
month=monat|monats
months=monate|monaten
quarter=quartal|quartals|vierteljahr
quarters=quartale|quartalen|vierteljahre
year=jahr|jahres
years=jahre|jahren
workday=werktag|arbeitstag
workdays=werktage|werktagen|arbeitstage|arbeitstagen
weekend=wochenende
weekends=wochenenden
today=heute|heut
overmorrow=übermorgen
yesterday=gestern
noon=mittag|mittags
midnight=mitternacht
afternoon=nachmittag
afternoons=nachmittags
evening=abend
evenings=abends
morning=vormittag
mornings=vormittags|morgens|frühmorgens
night=nacht
nights=nachts
at=um
around=gegen
about=etwa|ungefähr|circa|zirka|rund
ca=ca
from=ab|von|vom
until=bis
and=und|sowie
or=oder
on=am
in=im|in
the=der|die|das|den|dem|des
a=ein|eine|einen|einem|einer|eines
with=mit
for=für
after=nach
before=vor
since=seit
except=außer|ausgenommen
without=ohne
not=nicht
by=spätestens
due=fällig
deadline=deadline|frist
between=zwischen
next=nächste|nächsten|nächster|nächstes|nächstem
coming=kommende|kommenden|kommender|kommendes|kommendem
this=diese|diesen|dieser|dieses|diesem
last=letzte|letzten|letzter|letztes|letztem|vorige|vorigen|voriger|voriges|vergangene|vergangenen
every=jede|jeden|jeder|jedes|jedem
daily=täglich
weekly=wöchentlich
monthly=monatlich
yearly=jährlich
hourly=stündlich
quarterly=vierteljährlich|quartalsweise
semiannually=halbjährlich
biweekly=zweiwöchentlich|vierzehntägig|vierzehntäglich
every weekday=werktäglich
once=einmal
twice=zweimal
times=mal
holidays=feiertage|feiertagen|feiertags|feiertag
public=gesetzliche|gesetzlichen|gesetzlicher|bundesweite|bundesweiten
per=pro
takes=dauert
long=lang
max=maximal|höchstens|max
urgent=dringend|eilig|dringlich
priority=priorität|prio
half=halbe|halben|halber|halbes
couple=paar
eom=monatsende
eow=wochenende_
eoy=jahresende
eoq=quartalsende
start of month=monatsanfang
start of week=wochenanfang
middle of week=wochenmitte
start of year=jahresanfang
quarter hour=viertelstunde
three quarter hour=dreiviertelstunde
starting=beginnend
ending=endend
time=zeit
cet=mez
cest=mesz
sharp=punkt_
pm=pm
`),
);

/** Phrases of several words, at most five; the longest wins. */
export const PHRASES = withSpellings(
  table(`
in the morning=am morgen|in der früh|in der frühe|am frühen morgen|am vormittag|in den frühen morgenstunden
in the afternoon=am nachmittag|am späten nachmittag|am frühen nachmittag
in the evening=am abend|am späten abend|am frühen abend
at night=in der nacht
at noon=am mittag|zu mittag|über mittag|um die mittagszeit
at midnight=um mitternacht
at the weekend=am wochenende|übers wochenende|über das wochenende
the day before yesterday=vorgestern
end of month=ende des monats|ende vom monat|am ende des monats|zum monatsende|am monatsende
end of year=ende des jahres|am ende des jahres|zum jahresende|am jahresende
end of week=ende der woche|am ende der woche
end of quarter=ende des quartals|am ende des quartals|zum quartalsende
start of month=anfang des monats|am anfang des monats|zum monatsanfang|am monatsanfang
start of week=anfang der woche|am anfang der woche
start of year=anfang des jahres
middle of month=mitte des monats|monatsmitte
middle of week=mitte der woche
until the weekend=bis zum wochenende
until=bis zum|bis zur|bis einschließlich|bis inklusive|bis am|bis um|bis in den
by=bis spätestens|spätestens bis|spätestens am|spätestens um|bis spätestens am|bis spätestens um|spätestens zum|allerspätestens
due=fällig am|fällig bis|fällig zum|deadline am|frist bis
not before=frühestens|nicht vor|frühestens am|frühestens ab|nicht vor dem|nicht eher als|nicht früher als|erst ab|erst am
starting=ab dem|ab den|beginnend am|beginnend mit|startend am
around=so gegen
on=an dem|an einem|am tag
every=an jedem|zu jedem|jeweils am|jeweils zum|immer zum|immer am|immer jeden|jeweils
after completion=nach erledigung|nach abschluss|nach fertigstellung|nach dem erledigen|nach dem abhaken|ab erledigung|nach erledigen
when done=wenn erledigt|wenn fertig|sobald erledigt|sobald fertig
all day=den ganzen tag|ganztägig|ganzen tag
high priority=hohe priorität|hohe prio|höchste priorität|oberste priorität
medium priority=mittlere priorität|mittlere prio
low priority=niedrige priorität|geringe priorität|niedrige prio|geringe prio
low energy=wenig energie|niedrige energie|geringe energie
high energy=viel energie|hohe energie
up to=bis zu
in=innerhalb von_
within=innerhalb von|innerhalb der nächsten|binnen|innerhalb|in den nächsten
every other day=jeden zweiten tag|jeden 2. tag
a year=im jahr_
eod=bis feierabend_
business days=geschäftstage
business day=geschäftstag
of the month=des monats|im monat|eines monats
in week=in der kw|in der kalenderwoche|in kalenderwoche
of every month=eines jeden monats
except weekends=außer am wochenende|nicht am wochenende
except=außer am|außer an|außer im|außer an den|nicht an|aber nicht an|ausgenommen an
skip holidays=feiertage auslassen|feiertage überspringen|feiertage ausgenommen|feiertage ausgelassen
biweekly=alle 14 tage_
times=mal
half year=halbes jahr|halbe jahr|halben jahr
ago=her
from now=von heute an|ab heute|ab jetzt|von jetzt an
around the clock=rund um die uhr
`),
);

const NUMBER_NAMES =
  'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn'.split(
    ' ',
  );
const TENS: readonly [string, number][] = [
  ['zwanzig', 20],
  ['dreißig', 30],
  ['vierzig', 40],
  ['fünfzig', 50],
  ['sechzig', 60],
  ['siebzig', 70],
  ['achtzig', 80],
  ['neunzig', 90],
];

function spellNumbers(): Map<string, number> {
  const out = new Map<string, number>();
  const add = (word: string, n: number): void => {
    out.set(word, n);
    out.set(plainSpelling(word), n);
  };
  for (const [n, word] of NUMBER_NAMES.entries()) add(word, n);
  add('zwo', 2);
  for (const [word, n] of TENS) {
    add(word, n);
    for (let ones = 1; ones < 10; ones++)
      add(`${ones === 1 ? 'ein' : NUMBER_NAMES[ones]}und${word}`, n + ones);
  }
  add('hundert', 100);
  add('einhundert', 100);
  add('anderthalb', 1.5);
  for (let n = 1; n < 13; n++) add(`${n === 1 ? 'ein' : NUMBER_NAMES[n]}einhalb`, n + 0.5);
  for (let n = 1; n < 13; n++) {
    const whole = n === 1 ? 'ein' : (NUMBER_NAMES[n] ?? '');
    add(`${whole}einviertel`, n + 0.25);
    add(`${whole}dreiviertel`, n + 0.75);
  }
  add('dutzend', 12);
  return out;
}

/** Cardinals, spelled; "ein" is the article. */
export const NUMBERS: ReadonlyMap<string, number> = spellNumbers();

function spellOrdinals(): Map<string, number> {
  const out = new Map<string, number>();
  const add = (stem: string, n: number): void => {
    for (const end of ['e', 'en', 'er', 'es', 'em']) {
      out.set(stem + end, n);
      out.set(plainSpelling(stem) + end, n);
    }
  };
  const irregular = new Map([
    [1, 'erst'],
    [3, 'dritt'],
    [7, 'siebt'],
    [8, 'acht'],
  ]);
  for (let n = 1; n < 20; n++) add(irregular.get(n) ?? `${NUMBER_NAMES[n]}t`, n);
  for (const [word, n] of spellNumbers())
    if (n >= 20 && n < 40 && !word.includes('halb')) add(`${word}st`, n);
  return out;
}

/** Ordinals in every ending: "zweite", "zweiten", "zweiter". */
export const ORDINALS_DE: ReadonlyMap<string, number> = spellOrdinals();

/** Weekdays in two letters: words or names besides, so that they count only beside something of time. */
export const SHORT_DAYS: ReadonlyMap<string, string> = new Map([
  ['mo', 'monday'],
  ['di', 'tuesday'],
  ['mi', 'wednesday'],
  ['do', 'thursday'],
  ['fr', 'friday'],
  ['sa', 'saturday'],
  ['so', 'sunday'],
  ['mon', 'monday'],
  ['die', 'tuesday_'],
  ['don', 'thursday'],
]);

/** Parts of the day that end a weekday's name: "Freitagabend". */
export const DAY_ENDS: readonly [string, string][] = [
  ['vormittags', 'morning'],
  ['vormittag', 'morning'],
  ['nachmittags', 'afternoon'],
  ['nachmittag', 'afternoon'],
  ['mittags', 'noon'],
  ['mittag', 'noon'],
  ['abends', 'evening'],
  ['abend', 'evening'],
  ['nachts', 'night'],
  ['nacht', 'night'],
  ['morgens', 'morning'],
  ['morgen', 'morning'],
  ['früh', 'morning'],
  ['frueh', 'morning'],
];

/** Words that show a German line, besides those that have a concept. */
export const TELLING: ReadonlySet<string> = new Set(
  (
    'ist sind wird werden nicht auch noch bei beim zum zur aus auf unter über wegen wenn dass weil ich wir mein meine meinen unser unsere ihr sein seine ' +
    'anrufen kaufen schreiben lesen machen bezahlen zahlen überweisen putzen kochen backen waschen abholen bringen holen abgeben einreichen schicken senden ' +
    'prüfen vorbereiten besprechen buchen reservieren bestellen reparieren erledigen treffen besuchen lernen üben trainieren joggen laufen schwimmen ' +
    'gießen füttern aufräumen staubsaugen saugen wischen einkaufen packen planen fertigstellen fertig abschicken beantworten telefonieren verlängern kündigen ' +
    'morgen anfang mitte ende alle jeweils halb viertel termin zahnarzt arzt müll miete rechnung bericht geburtstag uhr übermorgen früh besprechung abendessen frühstück mittagessen steuer wäsche blumen oma opa mutter vater ' +
    'arbeit schule kindergarten kita urlaub friseur bürgeramt hausaufgaben präsentation vertrag angebot umzug fenster auto rasen garten hund katze'
  ).split(' '),
);

/** Words that English lines have as well. */
export const ALSO_ENGLISH: ReadonlySet<string> = new Set(
  'in am an so do die den der mal pro max jan feb apr aug sep sept nov jun jul min mins h april august september november a or on for with until deadline pm ab her war man mit prio rund long mon don mi fr sa mo di don lang das des dem punkt zeit early'.split(
    ' ',
  ),
);

/** First names that "mit" may go before; nouns are written with capitals, too. */
export const FIRST_NAMES: ReadonlySet<string> = new Set(
  (
    'anna julia lisa laura sarah lena lea leonie hannah hanna emma mia sofia sophia sophie marie maria katharina kathrin katrin christina christine claudia ' +
    'sabine petra monika susanne andrea birgit nicole stefanie stephanie melanie sandra anja antje silke heike ute gabi gabriele renate ursula karin ' +
    'eva ines nina jana jule johanna clara klara charlotte emily ella lina mila luisa louisa paula frieda ida greta merle nele svenja vanessa jessica ' +
    'jonas lukas lucas leon finn paul max felix elias noah ben luis louis tim tom jan jannik nico niklas philipp phil david daniel simon fabian florian ' +
    'sebastian stefan stephan thomas michael andreas peter markus martin christian alexander alex matthias tobias jens jörg uwe klaus hans karl heinz ' +
    'wolfgang jürgen bernd frank ralf dirk torsten thorsten sven olaf rainer günter werner walter georg johannes hannes moritz anton emil oskar theo ' +
    'henry henri jakob jacob julian marco mario marcel dennis kevin robert robin oliver patrick bob rob john james mary kate ali mehmet ayse fatima omar ' +
    'yusuf ahmed ivan olga natalia elena boris igor anne annika inga inge helga erika rosa vera tina toni nora mara tessa lara kim chris sam rex ana'
  ).split(' '),
);
