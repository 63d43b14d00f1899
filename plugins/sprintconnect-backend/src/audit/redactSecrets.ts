import { hideTokens } from '@sprintconnect/plugin-sprintconnect-common';

const DEPTH_MAX = 6;
const ENTRIES_MAX = 100;
const VALUES_MAX = 1_000;
const TEXT_MAX = 1_000;
/** Longer text is not even searched. */
const SEARCHED_MAX = 10_000;

export const REDACTED = '[redacted]';
const CUT = '[cut]';

const SECRET_KEY =
  /secret|token|passw|passphrase|authorization|credential|api[-_]?key|private[-_]?key|cookie|signature|assertion|proof/i;
/** What names a secret or tells about one, and is none. */
const NAMES_SECRET =
  /(ids?|refs?|names?|types?|prefix|count|hash|thumbprint|expiresat|expires_at)$/i;

/**
 * A copy of a value that may be kept for years: secrets blacked out by the name of their key and by what they look
 * like, depth, size and text bounded, and nothing in it that JSON or a database could not carry.
 */
export function redactSecrets(value: unknown): unknown {
  return copy(value, { depth: 0, budget: { left: VALUES_MAX } });
}

/** The same for one text. */
export function redactText(text: string): string {
  const searched = carriable(text.slice(0, SEARCHED_MAX));
  const redacted = hideTokens(searched);
  return redacted.length > TEXT_MAX || text.length > SEARCHED_MAX
    ? carriable(`${redacted.slice(0, TEXT_MAX)}${CUT}`)
    : redacted;
}

interface Place {
  depth: number;
  budget: { left: number };
}

function copy(value: unknown, { depth, budget }: Place): unknown {
  budget.left -= 1;
  if (budget.left < 0) return CUT;
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : String(value);
  }
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? null : value.toISOString();
  }
  if (typeof value !== 'object') return null;
  if (depth >= DEPTH_MAX) return CUT;
  const inside = { depth: depth + 1, budget };
  if (Array.isArray(value)) {
    const kept = value.slice(0, ENTRIES_MAX).map(each => copy(each, inside));
    return value.length > ENTRIES_MAX ? [...kept, CUT] : kept;
  }
  const all = Object.entries(value).filter(([, each]) => each !== undefined);
  const kept = all
    .slice(0, ENTRIES_MAX)
    .map(([key, each]) => [
      redactText(key),
      isSecret(key, each) ? REDACTED : copy(each, inside),
    ]);
  return Object.fromEntries(
    all.length > ENTRIES_MAX ? [...kept, [CUT, all.length]] : kept,
  );
}

function isSecret(key: string, value: unknown): boolean {
  return (
    value !== null &&
    typeof value !== 'boolean' &&
    SECRET_KEY.test(key) &&
    !NAMES_SECRET.test(key)
  );
}

/** Without U+0000, which PostgreSQL does not take, and without halves of surrogate pairs, which RFC 8785 does not. */
function carriable(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8').replaceAll('\0', '\uFFFD');
}
