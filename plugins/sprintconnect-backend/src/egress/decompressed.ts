import { pipeline, type Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { discard } from './Answer';

/** Each pass over a body is work that its sender does not have. */
const CODINGS_MAX = 2;
const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = zlib.constants;
/** What is cut off in the middle is read as far as it goes, as browsers do. */
const DEFLATE = { flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH };

const gunzip = () => zlib.createGunzip(DEFLATE);
const READERS: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', () => zlib.createInflate(DEFLATE)],
  [
    'br',
    () =>
      zlib.createBrotliDecompress({
        flush: BROTLI_OPERATION_FLUSH,
        finishFlush: BROTLI_OPERATION_FLUSH,
      }),
  ],
] as const);

/**
 * A body without its `Content-Encoding` (RFC 9110, section 8.4), unfolded only as it is read. With a coding that is none of those that
 * egress asks for it stays what it is, as with `fetch`. More than two codings are an error, whose `code` begins with `Z_`, as those of
 * zlib do.
 */
export function decompressed(body: Readable, coding: string | null): Readable {
  if (coding === null) return body;
  const readers = coding
    .split(',')
    .map(each => each.trim().toLowerCase())
    .filter(each => each !== '' && each !== 'identity')
    .map(each => READERS.get(each));
  if (readers.length > CODINGS_MAX) {
    discard(body);
    const error = new Error(`${readers.length} codings, one upon the other`);
    throw Object.assign(error, { code: 'Z_TOO_MANY' });
  }
  if (!readers.every(each => each !== undefined)) return body;
  return readers.reduceRight<Readable>(
    // How one ends the next one says: a pipeline hands errors on.
    (read, open) => pipeline(read, open(), () => {}),
    body,
  );
}
