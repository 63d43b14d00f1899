import type { Formats } from '../format';

const MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The window of an alert, such as `6h`, in the reader's language. What cannot be read stays as it is. */
export function windowLabel(
  text: string,
  { duration }: Pick<Formats, 'duration'>,
): string {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  return unit ? duration(Number(count) * MS[unit]) : text;
}
