import type { Client } from '@modelcontextprotocol/client';
import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';
import { bounds } from './bounds';
import { isMethodNotFound } from './explainUpstreamFailure';
import { LISTS, unwrapListResult } from './listResults';
import type { ObservedItem } from './Upstream';
import { UpstreamError } from './UpstreamError';

export interface ListOptions {
  signal: AbortSignal;
  requestTimeoutMs: number;
  pagesMax: number;
  itemsMax: number;
  /** Hears the `ttlMs` of each page that has one. */
  onTtl(ttlMs: number): void;
}

/** Takes whatever the server says; what is wrong with a page is judged here, and what is wrong with an item by whoever keeps it. */
const ANYTHING = {
  '~standard': {
    version: 1 as const,
    vendor: 'sprintconnect',
    validate: (value: unknown) => ({ value }),
  },
};

/** Pages through one list. A server that does not know the method has an empty list. */
export async function* listItems(
  client: Client,
  kind: CapabilityKind,
  options: ListOptions,
): AsyncGenerator<ObservedItem[]> {
  const { method } = LISTS[kind];
  const cursors = new Set<string>();
  let cursor: string | undefined;
  let count = 0;
  for (let page = 1; ; page++) {
    if (page > options.pagesMax) {
      throw tooMany(method, `pages than ${options.pagesMax}`);
    }
    const answer = await ask(client, { method, cursor }, options);
    if (!answer) {
      return;
    }
    const items = itemsOf(answer, kind);
    count += items.length;
    if (count > options.itemsMax) {
      throw tooMany(method, `items than ${options.itemsMax}`);
    }
    if (isTtl(answer.ttlMs)) {
      options.onTtl(answer.ttlMs);
    }
    yield items;
    cursor = cursorOf(answer, method);
    if (cursor === undefined) {
      return;
    }
    if (cursors.has(cursor)) {
      throw new UpstreamError(
        'protocol',
        `The server's pages repeat: ${method} returned the same nextCursor twice (page ${page})`,
      );
    }
    cursors.add(cursor);
  }
}

type Answer = Record<string, unknown>;

async function ask(
  client: Client,
  { method, cursor }: { method: string; cursor?: string },
  { signal, requestTimeoutMs }: ListOptions,
): Promise<Answer | undefined> {
  let answer: unknown;
  try {
    answer = unwrapListResult(
      await client.request(
        { method, params: cursor === undefined ? {} : { cursor } },
        ANYTHING,
        { signal, timeout: requestTimeoutMs },
      ),
    );
  } catch (error) {
    if (cursor === undefined && isMethodNotFound(error)) {
      return undefined;
    }
    throw error;
  }
  if (!isObject(answer)) {
    throw new UpstreamError('protocol', `${method} didn't return an object`);
  }
  const { resultType = 'complete' } = answer;
  if (resultType !== 'complete') {
    throw new UpstreamError(
      'protocol',
      `${method} returned an incomplete result; a list can't ask for input`,
    );
  }
  return answer;
}

function itemsOf(answer: Answer, kind: CapabilityKind): ObservedItem[] {
  const { method, field, name } = LISTS[kind];
  const list = answer[field];
  if (!Array.isArray(list)) {
    throw new UpstreamError(
      'protocol',
      `${method} returned no array "${field}"`,
    );
  }
  return list.map((definition: unknown) => {
    const identity = isObject(definition) ? definition[name] : undefined;
    return {
      kind,
      name: typeof identity === 'string' ? identity : '',
      definition: isObject(definition) ? definition : {},
    };
  });
}

function cursorOf(answer: Answer, method: string): string | undefined {
  const { nextCursor } = answer;
  // Absent is the end (MCP, Pagination); null and the empty string are what sloppy servers send for it.
  if (nextCursor === undefined || nextCursor === null || nextCursor === '') {
    return undefined;
  }
  if (typeof nextCursor !== 'string') {
    throw new UpstreamError(
      'protocol',
      `${method} returned a nextCursor that isn't a string`,
    );
  }
  const bytes = Buffer.byteLength(nextCursor);
  if (bytes > bounds.cursor.most) {
    throw new UpstreamError(
      'too-large',
      `${method} returned a nextCursor of ${bytes} bytes; the maximum is ${bounds.cursor.most}`,
    );
  }
  return nextCursor;
}

function tooMany(method: string, what: string): UpstreamError {
  return new UpstreamError(
    'too-large',
    `${method} has more ${what}, the limit per server`,
  );
}

function isObject(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Milliseconds, as MCP 2026-07-28 has it. */
export function isTtl(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
