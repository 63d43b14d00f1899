import { isSecretName } from '@sprintconnect/plugin-sprintconnect-common';
import { storable } from '../../records';

const TEXT_MAX = 2_000;
const DEPTH_MAX = 12;
const VALUES_MAX = 2_000;
const REDACTED = '[redacted]';
const CUT = '[cut]';

/** What MCP 2025-11-25 and 2026-07-28 carry in base64: images and audio (`data`), and resources (`blob`). */
const BINARY_TYPES = new Set(['image', 'audio']);

/** TypeScript 5.8 does not know it yet. */
const { isRawJSON } = JSON as unknown as {
  isRawJSON(value: unknown): boolean;
};

/**
 * Arguments or a result as they may be kept, as JSON: values under names of secrets are blacked out, long texts cut, binary data replaced
 * by its size, depth and number of values bounded. Numbers stay exact. Pure. Secrets under other names are not noticed.
 */
export function redactBody(body: unknown): string {
  return JSON.stringify(copy(body, { depth: 0, budget: { left: VALUES_MAX } }));
}

interface Place {
  depth: number;
  budget: { left: number };
}

function copy(value: unknown, place: Place): unknown {
  place.budget.left -= 1;
  if (place.budget.left < 0) return CUT;
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object' || value === null || isRawJSON(value)) {
    return value ?? null;
  }
  if (place.depth >= DEPTH_MAX) return CUT;
  const inside = { ...place, depth: place.depth + 1 };
  if (Array.isArray(value)) return copyList(value, inside);
  return copyObject(value, inside);
}

function copyList(list: readonly unknown[], place: Place): unknown[] {
  const kept: unknown[] = [];
  for (const each of list) {
    kept.push(copy(each, place));
    if (place.budget.left < 0) break;
  }
  return kept;
}

function copyObject(object: object, place: Place): object {
  const kept: [string, unknown][] = [];
  const isBinary = BINARY_TYPES.has(
    String((object as { type?: unknown }).type),
  );
  for (const [name, each] of Object.entries(object)) {
    const isData = name === 'blob' || (isBinary && name === 'data');
    kept.push([cut(name), copyMember({ name, each, isData }, place)]);
    if (place.budget.left < 0) break;
  }
  return Object.fromEntries(kept);
}

function copyMember(
  { name, each, isData }: { name: string; each: unknown; isData: boolean },
  place: Place,
): unknown {
  if (isSecretName(name)) return REDACTED;
  if (!isData || typeof each !== 'string') return copy(each, place);
  return `[${Buffer.byteLength(each, 'base64')} bytes]`;
}

function cut(text: string): string {
  return storable(
    text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}${CUT}` : text,
  );
}
