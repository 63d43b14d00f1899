import type { FileDescription, FileSink } from './FileSink';
import { saveFile } from '../ui';

const FOLDER = 'sprintconnect-downloads';

/** Writes into the private file system of the page's origin. Undefined where the browser has none, as on plain HTTP. */
export async function privateFileSink(
  file: FileDescription,
): Promise<FileSink | undefined> {
  try {
    const root = await navigator.storage.getDirectory();
    // Copied into the reader's folder long ago.
    await root.removeEntry(FOLDER, { recursive: true }).catch(() => undefined);
    const folder = await root.getDirectoryHandle(FOLDER, { create: true });
    const handle = await folder.getFileHandle(file.name, { create: true });
    const stream = await handle.createWritable();
    return {
      write: chunk => stream.write(chunk),
      abort: () => stream.abort(),
      close: async () => {
        await stream.close();
        const written = await handle.getFile();
        saveFile(written.slice(0, written.size, file.type), file.name);
      },
    };
  } catch {
    return undefined;
  }
}
