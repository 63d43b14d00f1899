import type { FileDescription, FileSink } from './FileSink';
import { saveFile } from '../ui';

/** More is not gathered: a page that takes much more is ended by the browser, and the download with it. */
export const MEMORY_BYTES_MAX = 256 * 1024 * 1024;

/** The download is larger than this browser can take. */
export class TooLargeForMemory extends Error {
  name = 'TooLargeForMemory';
}

/** Gathers a file in memory, the last resort. */
export function memorySink(file: FileDescription): FileSink {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  return {
    write: async chunk => {
      size += chunk.byteLength;
      if (size > MEMORY_BYTES_MAX) throw new TooLargeForMemory();
      chunks.push(chunk);
    },
    abort: async () => {
      chunks.length = 0;
    },
    close: async () =>
      saveFile(new Blob(chunks, { type: file.type }), file.name),
  };
}
