import { readFile } from 'node:fs/promises';
import { DaymarkError } from '../../core/errors.ts';
import { decodeBase, type BaseCluster } from '../priority/index.ts';

/** The shipped base models as bytes; none when the file is away, and the order then begins with urgency. */
export async function readBaseModels(file: URL): Promise<Uint8Array | null> {
  return readFile(file).catch(() => null);
}

/** Base models of another version are as good as none. */
export function clustersOf(bytes: Uint8Array): BaseCluster[] {
  try {
    return decodeBase(bytes);
  } catch (error) {
    if (error instanceof DaymarkError) return [];
    throw error;
  }
}
