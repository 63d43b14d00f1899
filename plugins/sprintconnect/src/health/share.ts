/**
 * A share as a percentage with up to two digits. Rounded down, so that only what never failed is 100 %, and
 * never below zero digits of the truth: a share above 0 does not become 0 %.
 */
export function share(of: { value: number; language: string }): string {
  const floored = Math.floor(of.value * 10_000 + 1e-6) / 10_000;
  const shown = of.value > 0 ? Math.max(floored, 0.0001) : floored;
  return new Intl.NumberFormat(of.language, {
    style: 'percent',
    maximumFractionDigits: 2,
  }).format(shown);
}
