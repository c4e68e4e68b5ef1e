import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { DaymarkError } from '../../core/errors.ts';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/**
 * Weights as they are stored. Works on Node's thread pool, since megabytes would hold the calling loop for a tenth of a second.
 * Quality 4 compresses tree tables about as well as gzip and takes a tenth of the highest quality's time.
 */
export async function compressWeights(weights: Uint8Array): Promise<Uint8Array> {
  return compress(weights, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
}

/** @throws DaymarkError `stateDamaged` */
export async function decompressWeights(compressed: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await decompress(compressed));
  } catch (error) {
    throw new DaymarkError('stateDamaged', { reason: 'model weights' }, { cause: error });
  }
}
