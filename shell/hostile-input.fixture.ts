import * as fc from 'fast-check';
import { z } from 'zod';

/**
 * Inputs as nobody means them, for any schema: of the right shape with absurd values in most places, so that they come far,
 * and here and there of another kind altogether.
 */

/** What stands where the schema only says "a string"; by the field's name where that means something. */
export interface HostileValues {
  /** Ids of things that exist. */
  ids: readonly string[];
  /** For fields that name a place: nothing outside the test may be reached or written. */
  places: readonly string[];
}

type Schema = Record<string, unknown> & { type?: string; properties?: Record<string, Schema> };

const LONG = 100_000;
const STRINGS = [
  '',
  ' ',
  '\0',
  'a\u2028b\u2029c',
  '\uD800',
  'x\uDC00y',
  '\uFEFFtomorrow',
  'e\u0301'.repeat(500),
  'x'.repeat(LONG),
  'tomorrow 3pm '.repeat(LONG / 13),
  '('.repeat(5_000),
  '"'.repeat(999),
  '#'.repeat(999),
  '🏳️‍🌈'.repeat(300),
  '__proto__',
  'constructor',
  "'; DROP TABLE tasks; --",
  '../../etc/passwd',
  'NaN',
  '1e999',
  'every day until 9999-12-31',
  'every 0 days',
  'every 999999999999 weeks',
  'in 99999999999999999999 years',
  '31 february 9999 25:61',
  '-- \n\t\r\n[x] ',
  'p1 & (due this week | !#Work',
  '\u202Ereversed',
  'ſKİß',
];
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e-320,
  59,
  1_440,
  2 ** 31,
  2 ** 32 + 0.5,
  Number.MAX_SAFE_INTEGER,
  -Number.MAX_SAFE_INTEGER,
  8.64e15,
  8.64e15 + 1,
  253_402_300_799_999,
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];
const DAYS = [
  '0000-01-01',
  '0001-01-01',
  '1900-01-01',
  '1970-01-01',
  '2027-02-31',
  '2027-03-28',
  '2027-05-03',
  '2027-05-04',
  '2028-02-29',
  '2999-12-31',
  '9999-12-31',
];
const TIMES = ['00:00', '02:30', '09:00', '23:59', '24:00'];
const ZONES = ['Europe/Berlin', 'Pacific/Apia', 'Etc/GMT+12', 'UTC', 'Mars/Base', ''];
/** Of no kind that any schema asks for. */
const STRANGE: readonly unknown[] = [
  null,
  undefined,
  [],
  {},
  true,
  -1,
  'x',
  10n ** 30n,
  new Date(Number.NaN),
  new Map([[{}, new Set([1])]]),
  nested(2_000),
];

/** An arbitrary input for a schema; `undefined` for a call that takes none. */
export function hostileInput(schema: z.ZodType | null, values: HostileValues): fc.Arbitrary<unknown> {
  if (schema === null) return fc.constantFrom(undefined, ...STRANGE);
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  return new Generator(json, values).of(json, '', 0);
}

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 ? { value } : [value];
  return value;
}

/** Lawful values five times out of six, so that most inputs come far; any otherwise. */
function mostly<T>(lawful: readonly T[], all: readonly T[]): fc.Arbitrary<T> {
  const any = fc.constantFrom(...all);
  if (lawful.length === 0) return any;
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...lawful) }, { weight: 1, arbitrary: any });
}

function isWithin(value: number, schema: Schema): boolean {
  const edge = (name: string, otherwise: number): number => (schema[name] as number | undefined) ?? otherwise;
  if (schema.type === 'integer' && !Number.isSafeInteger(value)) return false;
  return (
    value >= edge('minimum', Number.NEGATIVE_INFINITY) &&
    value <= edge('maximum', Number.POSITIVE_INFINITY) &&
    value > edge('exclusiveMinimum', Number.NEGATIVE_INFINITY) &&
    value < edge('exclusiveMaximum', Number.POSITIVE_INFINITY)
  );
}

function lengthsOf(schema: Schema): Schema {
  return { minimum: schema['minLength'] ?? 0, maximum: schema['maxLength'] ?? Number.POSITIVE_INFINITY };
}

class Generator {
  readonly #root: Schema;
  readonly #values: HostileValues;

  constructor(root: Schema, values: HostileValues) {
    this.#root = root;
    this.#values = values;
  }

  of(schema: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    const fitting = this.#fitting(schema, name, depth);
    return fc.oneof(
      { weight: 24, arbitrary: fitting },
      { weight: 1, arbitrary: fc.constantFrom(...STRANGE) },
    );
  }

  #fitting(schema: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    if (depth > 6) return fc.constantFrom(...STRANGE);
    if (typeof schema['$ref'] === 'string')
      return this.#fitting(this.#resolved(schema['$ref']), name, depth + 1);
    const choices = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
    if (choices) return fc.oneof(...choices.map((one) => this.#fitting(one, name, depth)));
    if (schema['const'] !== undefined) return fc.constant(schema['const']);
    if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
    switch (schema.type) {
      case 'object':
        return this.#object(schema, depth);
      case 'array':
        return this.#array(schema, name, depth);
      case 'string':
        return mostly(
          this.#strings(schema, name).filter((text) => isWithin(text.length, lengthsOf(schema))),
          this.#strings(schema, name),
        );
      case 'integer':
      case 'number':
        return this.#number(schema);
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        return fc.oneof(fc.constantFrom(...STRINGS), fc.constantFrom(...STRANGE));
    }
  }

  #object(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    const required = new Set(schema['required'] as string[] | undefined);
    const entries = Object.entries(schema.properties ?? {});
    const known = fc.record(
      Object.fromEntries(entries.map(([name, part]) => [name, this.of(part, name, depth + 1)])),
      {
        requiredKeys: entries.map(([name]) => name).filter((name) => required.has(name)),
        noNullPrototype: true,
      },
    );
    const others = schema['additionalProperties'];
    if (typeof others !== 'object' || others === null) return known;
    const free = fc.dictionary(fc.constantFrom(...STRINGS), this.of(others as Schema, '', depth + 1), {
      maxKeys: 4,
      noNullPrototype: true,
    });
    return fc.tuple(known, free).map(([one, other]) => ({ ...other, ...one }));
  }

  #array(schema: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    const items = (schema['prefixItems'] as Schema[] | undefined)?.map((one) =>
      this.of(one, name, depth + 1),
    );
    if (items) return fc.tuple(...items);
    const item = this.of((schema['items'] as Schema | undefined) ?? {}, name, depth + 1);
    const few = fc.array(item, { maxLength: 4 });
    const most = Math.min((schema['maxItems'] as number | undefined) ?? 300, 300);
    const many = item.map((one) => Array.from({ length: most }, () => one));
    const exact = schema['minItems'] === schema['maxItems'] ? schema['minItems'] : undefined;
    if (typeof exact === 'number') return fc.array(item, { minLength: exact, maxLength: exact });
    return fc.oneof({ weight: 8, arbitrary: few }, { weight: 1, arbitrary: many });
  }

  #number(schema: Schema): fc.Arbitrary<number> {
    const edges = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']
      .map((key) => schema[key])
      .filter((edge): edge is number => typeof edge === 'number');
    const all = [...NUMBERS, ...edges.flatMap((edge) => [edge - 1, edge, edge + 1])];
    const lawful = all.filter((one) => isWithin(one, schema));
    return mostly(lawful, all);
  }

  #strings(schema: Schema, name: string): readonly string[] {
    const pattern = typeof schema['pattern'] === 'string' ? schema['pattern'] : '';
    if (schema['format'] === 'uuid')
      return [...this.#values.ids, '01900000-0000-7000-8000-00000000ffff', 'x'];
    if (/url|location|place|path|folder/i.test(name)) return this.#values.places;
    if (name === 'tz' || name === 'zone' || name === 'timeZone') return ZONES;
    if (pattern.includes('T('))
      return DAYS.flatMap((day) => TIMES.slice(0, 4).map((time) => `${day}T${time}`));
    if (pattern.includes('\\d{4}-')) return DAYS;
    if (pattern.includes(':')) return TIMES;
    return STRINGS;
  }

  #resolved(ref: string): Schema {
    let found: unknown = this.#root;
    for (const part of ref.split('/').slice(1)) found = (found as Record<string, unknown>)[part];
    return found as Schema;
  }
}
