const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** How much that is, such as "812 bytes" or "1.2 MB"; a kilobyte has 1000 bytes. */
export function byteSize(bytes: number, language: string): string {
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[unit],
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: unit < 2 ? 0 : 1,
  }).format(size);
}
