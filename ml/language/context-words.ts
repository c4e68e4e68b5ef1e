/** Words that number what follows them: "chapter 3", "flight 12", "room 5". */
export const NUMBERED: ReadonlySet<string> = new Set(
  (
    'chapter page pages section part step room flight bus line route track episode season level version no number figure ' +
    'table exercise exercises question questions problem problems lesson unit volume vol issue ticket act scene article ' +
    'psalm psalms verse grade gate platform bed house apartment apt suite floor building windows iphone ipad ps python node java ' +
    'ios android apollo area size ratio score slide slides row rows lines item items task tasks john genesis exodus matthew luke ' +
    'romans acts corinthians hebrews revelation proverbs isaiah form type model channel highway interstate phase round sprint ' +
    'release invoice order case exhibit appendix paragraph rule law day week book bible'
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
