import { readFileSync, statSync } from 'node:fs';

/**
 * What a small file of the system says, read again whenever it changed; `undefined` says that there is no such file.
 *
 * Read without the threads of libuv: whoever resolves a name must not wait for those that others hold.
 */
export function watchedFile<T>(
  path: string,
  read: (text: string) => T,
): () => T {
  let known: { of: string; value: T } | undefined;
  return () => {
    const stats = statSync(path, { throwIfNoEntry: false });
    const of = `${stats?.mtimeMs} ${stats?.size} ${stats?.ino}`;
    if (known?.of !== of) {
      known = { of, value: read(stats ? readFileSync(path, 'utf8') : '') };
    }
    return known.value;
  };
}
