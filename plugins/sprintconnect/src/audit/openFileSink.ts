import type { FileDescription, FileSink } from './FileSink';
import { memorySink } from './memorySink';
import { privateFileSink } from './privateFileSink';

/** Not among the types of TypeScript, because not every browser has it. */
type SavePicker = (options: {
  suggestedName: string;
}) => Promise<Pick<FileSystemFileHandle, 'createWritable'>>;

/**
 * Where a download goes, so that memory does not grow with it: into the file that the reader chooses, or where a browser
 * does not let them choose, into a private file of the browser's that is handed over at the end. Undefined when the
 * reader changed their mind. To be called first thing after a click, or browsers do not let the reader choose.
 */
export async function openFileSink(
  file: FileDescription,
): Promise<FileSink | undefined> {
  const { showSaveFilePicker } = window as { showSaveFilePicker?: SavePicker };
  if (showSaveFilePicker) {
    try {
      const handle = await showSaveFilePicker({ suggestedName: file.name });
      return await handle.createWritable();
    } catch (error) {
      if ((error as Error).name === 'AbortError') return undefined;
      // Not allowed here, as within a frame of another origin: there are other ways.
    }
  }
  return (await privateFileSink(file)) ?? memorySink(file);
}
