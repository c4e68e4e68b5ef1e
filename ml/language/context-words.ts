/** Words that number what follows them: "exercise 3/5", "John 3:16", "version 3.5.". */
export const NUMBERED: ReadonlySet<string> = new Set(
  (
    'room rooms gate platform track bus tram line flight floor apartment apt flat suite house unit box locker order invoice ticket seat number no nr bay desk court field lane door exit route highway channel model class grade team group phase part volume issue build release bug pr id play watch ' +
    'chapter chapters page pages section part step episode season level version exercise exercises question questions problem ' +
    'problems lesson unit volume vol act scene article psalm psalms verse size ratio score scale slide slides figure table row rows ' +
    'john genesis exodus matthew luke romans acts corinthians hebrews revelation proverbs isaiah mark java python node php ios android'
  ).split(' '),
);

/** Words that stay small in titles. */
export const SMALL: ReadonlySet<string> = new Set(
  'a an and as at but by for from in of on or the to with'.split(' '),
);

/** Things that are sent or written at a time: "email from Monday" is about Monday's mail. */
export const SOURCES: ReadonlySet<string> = new Set(
  'notes email emails mail mails message messages photos minutes letter leftovers receipts receipt report reports data feedback slides homework results invoice expenses tweets pictures paper'.split(
    ' ',
  ),
);

/** What fractions are of: "3/4 cup". */
export const FRACTION_OF: ReadonlySet<string> = new Set(
  'cup cups inch inches of mile miles tsp tbsp teaspoon scale pint litre liter marathon size off price time split support full pound lb majority waltz finals'.split(
    ' ',
  ),
);
