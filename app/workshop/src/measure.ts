import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What a project may hold at most: many times what a template makes. */
export const FILES_MAX = 500;
export const BYTES_MAX = 5 * 1024 * 1024;

/**
 * Counts what a folder holds.
 *
 * @throws Error, in words for people, where it is more than a project may hold, or anything but files and folders: a link
 * could lead out of it.
 */
export async function measure(
  folder: string,
): Promise<{ files: number; bytes: number }> {
  const sum = { files: 0, bytes: 0 };
  const entries = await readdir(folder, {
    withFileTypes: true,
    recursive: true,
  });
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    if (!entry.isFile()) {
      throw new Error(
        `"${entry.name}" is neither a file nor a folder. The workshop takes nothing else.`,
      );
    }
    sum.files += 1;
    sum.bytes += (await lstat(join(entry.parentPath, entry.name))).size;
    if (sum.files > FILES_MAX || sum.bytes > BYTES_MAX) {
      throw new Error(
        `The project is too large for the workshop, which takes at most ${FILES_MAX} files and ${
          BYTES_MAX / 1024 / 1024
        } MB.`,
      );
    }
  }
  return sum;
}
