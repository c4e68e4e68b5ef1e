import type { SqlValue } from './sqlite.ts';

/** Our own JSON out of a column; what is in it was checked when it was stored. */
export function fromJson<T>(json: string | null): T | null {
  return json === null ? null : (JSON.parse(json) as T);
}

export function toJson(value: unknown): string {
  return JSON.stringify(value);
}

export function flag(value: boolean): number {
  return value ? 1 : 0;
}

/** `SET` part and parameters for those entries of `columns` that are not undefined. */
export function assignments(columns: Record<string, SqlValue | undefined>): {
  set: string;
  values: SqlValue[];
} {
  const names: string[] = [];
  const values: SqlValue[] = [];
  for (const [name, value] of Object.entries(columns)) {
    if (value === undefined) continue;
    names.push(`${name} = ?`);
    values.push(value);
  }
  return { set: names.join(', '), values };
}
