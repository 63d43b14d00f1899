/**
 * A share as a percentage with up to two digits. Rounded down, so that only what never failed is 100 %, and
 * never below zero digits of the truth: a share above 0 does not become 0 %.
 */
export function percent(share: number, language: string): string {
  const floored = Math.floor(share * 10_000 + 1e-6) / 10_000;
  const shown = share > 0 ? Math.max(floored, 0.0001) : floored;
  return new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: 2,
  }).format(shown);
}
