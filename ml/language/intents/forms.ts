import type { LanguageId } from '../../../core/language.ts';

/** What stands in an open place of a form. */
export type Slot = 'object' | 'when' | 'span' | 'length';

/**
 * One way to say an intent: words before, open places with a word between them, words behind. Where the word between
 * occurs several times ("letter to Anna to Friday"), the first that leaves both places readable counts.
 */
export interface IntentForm {
  intent: 'move' | 'finish' | 'keepFree' | 'fit' | 'outlook';
  head: RegExp;
  tail?: RegExp;
  slots: readonly [Slot] | readonly [Slot, Slot];
  /** Between two slots; global. */
  joint?: RegExp;
}

/** How one language says what is to be done with what is there. */
export interface IntentTable {
  id: LanguageId;
  /** Asked before the statements. */
  questions: readonly IntentForm[];
  forms: readonly IntentForm[];
  /** Articles and the like before a title. */
  articles: RegExp;
  /** "all", "everything", with what describes them behind. */
  all: RegExp;
  /** Words of such a description that narrow nothing. */
  fillers: RegExp;
  overdue: RegExp;
}

const words = (source: string): RegExp => new RegExp(source, 'iu');
const joints = (source: string): RegExp => new RegExp(`\\s+(?:${source})\\s+`, 'giu');

export const ENGLISH_INTENTS: IntentTable = {
  id: 'en',
  articles: words('^(?:the|my|our|a|an|that|this|task|it)\\s+'),
  all: words('^(?:all|everything|anything)\\b'),
  fillers: words(
    '\\b(?:of|the|my|our|tasks?|things?|items?|stuff|todos?|that|is|are|in|from|on|for|with|due|project|tagged)\\b',
  ),
  overdue: words('\\b(?:overdue|late|left ?over)\\b'),
  questions: [
    {
      intent: 'fit',
      head: words(
        '^what (?:can|could|should|might|do) i (?:still )?(?:do|get done|finish|squeeze in|fit in|fit|tackle|start)(?: now)? (?:in|within|with|if i have)\\s+',
      ),
      slots: ['length'],
    },
    {
      intent: 'fit',
      head: words("^what(?:'s| is)?\\s*(?:fits|would fit|possible)(?: in| into| within)+\\s+"),
      slots: ['length'],
    },
    {
      intent: 'outlook',
      head: words(
        '^when (?:can|could|will|would|might|do|should) i (?:finish|be done with|get done with|be finished with|have finished|get|complete|be through with)\\s+',
      ),
      slots: ['object'],
      tail: words('(?:\\s+(?:done|finished))?$'),
    },
    {
      intent: 'outlook',
      head: words('^when (?:can|could|will|would|might|is)\\s+'),
      slots: ['object'],
      tail: words('\\s+(?:be )?(?:done|finished|ready|complete)$'),
    },
  ],
  forms: [
    {
      intent: 'move',
      head: words(
        '^(?:please\\s+)?(?:move|push|postpone|reschedule|shift|defer|bump|delay|put off|bring forward|pull)\\s+',
      ),
      slots: ['object', 'when'],
      joint: joints('(?:back |off |over |forward |up )?(?:to|until|till|for|on)'),
    },
    {
      intent: 'finish',
      head: words("^(?:i'm |i am |im )?(?:all )?(?:done|finished|through) with\\s+"),
      slots: ['object'],
    },
    {
      intent: 'finish',
      head: words("^(?:i've |i have |i )?(?:just |already )?(?:finished|completed)\\s+"),
      slots: ['object'],
    },
    {
      intent: 'finish',
      head: words('^(?:mark|set)\\s+'),
      slots: ['object'],
      tail: words('\\s+(?:as |to )?(?:done|finished|completed?)$'),
    },
    { intent: 'finish', head: words('^(?:check|tick|cross) off\\s+'), slots: ['object'] },
    {
      intent: 'finish',
      head: words('^(?:check|tick|cross)\\s+'),
      slots: ['object'],
      tail: words('\\s+off$'),
    },
    {
      intent: 'finish',
      head: words('^'),
      slots: ['object'],
      tail: words('\\s+(?:is|are) (?:all )?(?:done|finished|complete)$'),
    },
    {
      intent: 'keepFree',
      head: words('^(?:please\\s+)?(?:keep|leave|hold|make)\\s+(?:my |the )?'),
      slots: ['span'],
      tail: words('\\s+(?:free|clear|open)$'),
    },
    {
      intent: 'keepFree',
      head: words('^(?:please\\s+)?(?:free(?: up)?|clear|block(?: off| out)?)\\s+(?:my |the )?'),
      slots: ['span'],
    },
  ],
};

const DE_MOVE = 'verschieben|verlegen|schieben|vorziehen|umplanen';
const DE_DONE = 'erledigt|fertig|gemacht|abgeschlossen|geschafft|abgehakt';

export const GERMAN_INTENTS: IntentTable = {
  id: 'de',
  articles: words(
    '^(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer|mein|meine|meinen|meinem|meiner|unser|unsere|unseren|unserem|unserer|diese|diesen|diesem|dieses|aufgabe)\\s+',
  ),
  all: words('^(?:alle|alles|allem|sämtliche|sämtliches)(?=\\s|$)'),
  fillers: words(
    '(?<![\\p{L}])(?:aus|von|vom|in|im|für|mit|am|an|die|der|dem|das|den|meine|meinen|aufgaben?|sachen|dinge|termine|projekt|was|ist|steht)(?![\\p{L}])',
  ),
  overdue: words('(?<![\\p{L}])(?:überfällig|übrig|liegengeblieben)\\p{L}*'),
  questions: [
    {
      intent: 'fit',
      head: words(
        '^was (?:kann|könnte|schaffe?|soll|mache) ich (?:jetzt |noch )*(?:in|mit|innerhalb von)\\s+',
      ),
      slots: ['length'],
      tail: words('(?:\\s+(?:noch |alles )*(?:machen|schaffen|erledigen|tun|anfangen))?$'),
    },
    {
      intent: 'fit',
      head: words('^was (?:geht|passt|ginge)(?: noch)? in\\s+'),
      slots: ['length'],
      tail: words('(?:\\s+(?:noch|rein))?$'),
    },
    {
      intent: 'outlook',
      head: words('^wann (?:kann|könnte|werde|würde|bin|wäre|schaffe|habe|hätte) ich (?:mit\\s+)?'),
      slots: ['object'],
      tail: words(
        '(?:\\s+(?:fertig(?: haben| sein| werden| machen| bekommen)?|schaffen|abschließen|erledigen|beenden|erledigt(?: haben)?))?$',
      ),
    },
    {
      intent: 'outlook',
      head: words('^wann (?:wird|ist|wäre|kann|könnte)\\s+'),
      slots: ['object'],
      tail: words('\\s+(?:fertig(?: sein| werden)?|erledigt(?: sein)?)$'),
    },
  ],
  forms: [
    {
      intent: 'move',
      head: words('^(?:bitte\\s+)?(?:verschiebe?n?|schiebe?n?|verlege?n?|ziehe?)\\s+(?:bitte\\s+)?'),
      slots: ['object', 'when'],
      joint: joints('(?:bis )?(?:auf|nach|zu|zum|bis|in|vor auf)(?: den| die| das| der)?'),
      tail: words('(?:\\s+vor)?$'),
    },
    {
      intent: 'move',
      head: words('^(?:bitte\\s+)?'),
      slots: ['object', 'when'],
      joint: joints('(?:bis )?(?:auf|nach|bis|in)(?: den| die| das)?'),
      tail: words(`\\s+(?:${DE_MOVE})$`),
    },
    {
      intent: 'finish',
      head: words('^(?:ich bin |bin )?(?:schon |jetzt )?fertig mit\\s+'),
      slots: ['object'],
    },
    {
      intent: 'finish',
      head: words('^mit\\s+'),
      slots: ['object'],
      tail: words('\\s+(?:bin ich |ich bin )?(?:schon |jetzt )?fertig$'),
    },
    {
      intent: 'finish',
      head: words('^(?:ich )?hab(?:e)?\\s+'),
      slots: ['object'],
      tail: words(`\\s+(?:schon |gerade )?(?:${DE_DONE})$`),
    },
    { intent: 'finish', head: words('^hake?\\s+'), slots: ['object'], tail: words('\\s+ab$') },
    {
      intent: 'finish',
      head: words('^'),
      slots: ['object'],
      tail: words(`\\s+(?:ist |sind )?(?:schon )?(?:${DE_DONE})$`),
    },
    {
      intent: 'finish',
      head: words('^'),
      slots: ['object'],
      tail: words('\\s+(?:abhaken|als erledigt markieren)$'),
    },
    {
      intent: 'keepFree',
      head: words('^(?:bitte\\s+)?(?:halte?|lasse?|mache?)\\s+(?:mir\\s+)?(?:den |die |das |am |meinen )?'),
      slots: ['span'],
      tail: words('\\s+frei$'),
    },
    {
      intent: 'keepFree',
      head: words('^(?:bitte\\s+)?(?:den |die |das |am |meinen )?'),
      slots: ['span'],
      tail: words('\\s+(?:frei ?halten|frei ?machen|frei ?lassen|blocken|blockieren)$'),
    },
    {
      intent: 'keepFree',
      head: words('^(?:bitte\\s+)?(?:blocke?|blockiere)\\s+(?:mir\\s+)?(?:den |die |das |meinen )?'),
      slots: ['span'],
    },
  ],
};
