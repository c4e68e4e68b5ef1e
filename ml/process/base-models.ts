import { readFile } from 'node:fs/promises';

/** The shipped base models as bytes; none when the file is away, and the order then begins with urgency. */
export async function readBaseModels(file: URL): Promise<Uint8Array | null> {
  return readFile(file).catch(() => null);
}
