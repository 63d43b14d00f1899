import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

const BYTES_MAX = 1024 * 1024;

/** The paths of all files of a project, relative to its folder, in order. */
export async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {
    withFileTypes: true,
    recursive: true,
  });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(path =>
      path
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .sort();
}

/**
 * The text of a file of a project, by its path relative to the project's folder; undefined where there is none, where it is too
 * large to be shown, and where it is not inside of the folder, also by way of a link.
 */
export async function readProjectFile(
  folder: string,
  path: string,
): Promise<string | undefined> {
  try {
    const home = await realpath(folder);
    const file = await realpath(join(home, path));
    if (!file.startsWith(home + sep)) return undefined;
    const { size } = await stat(file);
    return size > BYTES_MAX ? undefined : await readFile(file, 'utf8');
  } catch {
    return undefined; // none, a folder, or a path that no file has, such as one with a zero byte
  }
}
