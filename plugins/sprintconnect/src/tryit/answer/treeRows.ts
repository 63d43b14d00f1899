/** Children of one container that are shown at first, and more each time. */
export const CHILDREN_SHOWN = 100;

/** What the reader has opened. */
export interface Opened {
  /** Paths of containers. */
  open: ReadonlySet<string>;
  /** How many children of a container are shown, where it is not `CHILDREN_SHOWN`. */
  shown: ReadonlyMap<string, number>;
}

/** One line of a tree. */
export interface TreeRow {
  path: string;
  parent?: string;
  level: number;
  /** Name or index; absent at the root. */
  name?: string;
  value: unknown;
  /** Children of a container. */
  count?: number;
  isOpen?: boolean;
  /** It stands for so many children that are not shown. */
  more?: number;
  /** Its place among all children of its container, from 1, and how many these are. */
  position: number;
  siblings: number;
}

/** Of JSON that keeps digits, in browsers that can (`parseExactly`). */
const { isRawJSON } = JSON as unknown as {
  isRawJSON?: (value: unknown) => boolean;
};

/** A number that JavaScript cannot hold, as it was written. */
export function rawNumber(value: unknown): string | undefined {
  return isRawJSON?.(value)
    ? (value as { rawJSON: string }).rawJSON
    : undefined;
}

/** Names and values in a container; undefined for what is none. */
export function childrenOf(value: unknown): [string, unknown][] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (rawNumber(value) !== undefined) return undefined;
  return Object.entries(value);
}

const SMALL = 40;

/** The root, and all below it where that is little. */
export function openedAtFirst(value: unknown): Opened {
  const open = new Set(['']);
  let seen = 0;
  const visit = (each: unknown, path: string) => {
    for (const [name, child] of childrenOf(each) ?? []) {
      seen += 1;
      if (seen > SMALL) return;
      const at = pathTo(path, name);
      if (childrenOf(child)) open.add(at);
      visit(child, at);
    }
  };
  visit(value, '');
  return { open: seen > SMALL ? new Set(['']) : open, shown: new Map() };
}

function pathTo(path: string, name: string): string {
  return `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The lines that are shown, from the top. Pure; it takes as long as there are lines. */
export function treeRows(value: unknown, opened: Opened): TreeRow[] {
  const rows: TreeRow[] = [];
  const visit = (row: Omit<TreeRow, 'count' | 'isOpen'>) => {
    const children = childrenOf(row.value);
    const isOpen = children && opened.open.has(row.path);
    rows.push({ ...row, ...(children && { count: children.length, isOpen }) });
    if (!children || !isOpen) return;
    const shown = opened.shown.get(row.path) ?? CHILDREN_SHOWN;
    const below = { parent: row.path, level: row.level + 1 };
    const siblings = children.length;
    children.slice(0, shown).forEach(([name, child], at) =>
      visit({
        ...below,
        ...{ path: pathTo(row.path, name), name, value: child },
        ...{ position: at + 1, siblings },
      }),
    );
    const more = siblings - shown;
    if (more <= 0) return;
    rows.push({
      ...below,
      // No name ends so: it would be written `~1~0`.
      path: `${row.path}/~`,
      ...{ value: undefined, more, position: shown + 1, siblings },
    });
  };
  visit({ path: '', level: 1, value, position: 1, siblings: 1 });
  return rows;
}
