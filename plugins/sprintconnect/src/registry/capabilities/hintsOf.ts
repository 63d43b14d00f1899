import type { Tone } from '../../ui';

/** Which hint, with which value, is worth a word; hints that repeat the default stay unsaid. */
const sayings = [
  ['readOnlyHint', true, 'readOnly', 'success'],
  ['destructiveHint', true, 'destructive', 'danger'],
  ['destructiveHint', false, 'additive', 'neutral'],
  ['idempotentHint', true, 'idempotent', 'info'],
  ['openWorldHint', true, 'openWorld', 'warning'],
  ['openWorldHint', false, 'closedWorld', 'neutral'],
] as const satisfies ReadonlyArray<readonly [string, boolean, string, Tone]>;

/** The messages and tones of what a tool says of itself. */
export function hintsOf(annotations: Record<string, unknown> = {}) {
  // "destructive" and "idempotent" mean something only for tools that change things.
  const readOnly = annotations.readOnlyHint === true;
  return sayings
    .filter(([hint, value]) => annotations[hint] === value)
    .filter(
      ([hint]) =>
        !readOnly || (hint !== 'destructiveHint' && hint !== 'idempotentHint'),
    )
    .map(([, , saying, tone]) => ({ saying, tone }));
}
