const UNITS = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** How much that is, such as "1.2 MB". Never less than a kilobyte. */
export function byteSize(bytes: number, language: string): string {
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[unit],
    maximumFractionDigits: unit === 0 ? 0 : 1,
  }).format(Math.max(size, 1));
}
