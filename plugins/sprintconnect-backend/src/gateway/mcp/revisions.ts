/** Revisions of MCP that are spoken here, the newest first. */
export const MODERN_REVISIONS: readonly string[] = ['2026-07-28'];
export const LEGACY_REVISIONS: readonly string[] = [
  '2025-11-25',
  '2025-06-18',
  '2025-03-26',
  '2024-11-05',
];

/** The revision of a legacy session: the one that was asked for, or our newest (MCP 2025-11-25, Version Negotiation). Pure. */
export function negotiated(requested: unknown): string {
  const known = LEGACY_REVISIONS.find(each => each === requested);
  return known ?? LEGACY_REVISIONS[0];
}
