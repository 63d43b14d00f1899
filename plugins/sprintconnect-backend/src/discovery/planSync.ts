import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';
import type {
  ObservedCapability,
  ObservedListFault,
  ObservedServer,
} from '../registry';
import { bounds, type ObservedItem, type UpstreamError } from '../upstream';
import { DiscoveryRefusal } from './DiscoveryRefusal';
import { describeItem, inKiB, judgeItem } from './judgeItem';
import { toWellFormed } from './toWellFormed';

/** In this order lists are taken for as long as the bounds of a server hold: what it can do before what it can show. */
const KINDS = ['tool', 'prompt', 'resource-template', 'resource'] as const;

const LISTED = {
  tool: 'tools',
  prompt: 'prompts',
  resource: 'resources',
  'resource-template': 'resource templates',
} as const satisfies Record<CapabilityKind, string>;

const NAMED_BY = {
  tool: 'name',
  prompt: 'name',
  resource: 'uri',
  'resource-template': 'uriTemplate',
} as const satisfies Record<CapabilityKind, string>;

/** What went wrong with one list as a whole. */
type ListError = UpstreamError | DiscoveryRefusal;

/** Takes what a server lists, page by page. */
export interface SyncPlan {
  /**
   * Takes one page of a list. Leaves out what cannot be kept. Throws DiscoveryRefusal as soon as the list by itself
   * is more than a server may offer.
   */
  add(kind: CapabilityKind, page: Iterable<ObservedItem>): void;
  /** Drops what was taken of a list that could not be read to its end. */
  fail(kind: CapabilityKind, error: ListError): void;
  /**
   * What is to be recorded once every list has come to its end.
   *
   * @throws the fault of the first list that has one, where no list was read that could be kept.
   */
  finish(): Pick<ObservedServer, 'capabilities' | 'faults'>;
}

interface List {
  capabilities: ObservedCapability[];
  seen: Set<string>;
  items: number;
  bytes: number;
  leftOut: { names: string[]; count: number; first?: DiscoveryRefusal };
  error?: ListError;
}

/**
 * Turns what a server lists into the capabilities to record, and the faults of its lists. Pure: no clock, no I/O.
 *
 * @remarks
 *
 * A fault stays where it is: an item that cannot be kept costs no other item, and a list that cannot be read, or of which
 * nothing can be kept, costs no other list. Of several items of one name in a list, the first is kept. Which lists are too much together
 * does not depend on which of them came first.
 */
export function planSync(): SyncPlan {
  const lists = new Map<CapabilityKind, List>();
  const listOf = (kind: CapabilityKind) => {
    const list = lists.get(kind) ?? emptyList();
    lists.set(kind, list);
    return list;
  };
  return {
    add: (kind, page) => {
      const list = listOf(kind);
      for (const item of page) take(list, item);
    },
    fail: (kind, error) => {
      lists.set(kind, { ...emptyList(), error });
    },
    finish: () => finish(lists),
  };
}

function emptyList(): List {
  return {
    capabilities: [],
    seen: new Set(),
    items: 0,
    bytes: 0,
    leftOut: { names: [], count: 0 },
  };
}

function take(list: List, item: ObservedItem) {
  list.items += 1;
  if (list.items > bounds.items.most) throw tooMany(item.kind);
  try {
    const { capability, bytes } = judgeNamed(list, item);
    list.bytes += bytes;
    list.seen.add(capability.name);
    list.capabilities.push(capability);
  } catch (error) {
    if (!(error instanceof DiscoveryRefusal)) throw error;
    leaveOut(list, item, error);
  }
  if (list.bytes > bounds.snapshot.most) throw tooLarge(item.kind);
}

function judgeNamed(list: List, item: ObservedItem) {
  if (item.name === '') {
    throw new DiscoveryRefusal(
      'invalid-item',
      `Item ${list.items} of the ${LISTED[item.kind]} has no "${NAMED_BY[item.kind]}".`,
    );
  }
  const judged = judgeItem(item);
  if (list.seen.has(judged.capability.name)) {
    throw new DiscoveryRefusal(
      'duplicate-name',
      `${describeItem(item)} is listed twice. Names must be unique within a server; the first is kept.`,
    );
  }
  return judged;
}

/** A name that was never kept is not worth remembering. */
function leaveOut(
  { leftOut }: List,
  { name }: ObservedItem,
  refusal: DiscoveryRefusal,
) {
  leftOut.count += 1;
  leftOut.first ??= refusal;
  if (name !== '' && Buffer.byteLength(name) <= bounds.itemName.most) {
    leftOut.names.push(toWellFormed(name));
  }
}

function finish(lists: ReadonlyMap<CapabilityKind, List>) {
  const capabilities: ObservedCapability[] = [];
  const faults: ObservedListFault[] = [];
  const errors: ListError[] = [];
  const total = { items: 0, bytes: 0 };
  for (const kind of KINDS) {
    const list = lists.get(kind);
    if (!list) continue;
    const error = errorOf(list) ?? tooMuch(kind, list, total);
    if (error) {
      errors.push(error);
      faults.push({ kind, code: error.code, message: error.message });
      continue;
    }
    total.items += list.items;
    total.bytes += list.bytes;
    capabilities.push(...list.capabilities);
    const { first, count, names } = list.leftOut;
    if (first) {
      const { code, message } = summed(first, count);
      faults.push({ kind, code, message, leftOut: { count, names } });
    }
  }
  if (errors.length > 0 && errors.length === lists.size) throw errors[0];
  return { capabilities, ...(faults.length > 0 && { faults }) };
}

/** A list of which nothing can be kept is no better than one that cannot be read. */
function errorOf({
  error,
  capabilities,
  leftOut,
}: List): ListError | undefined {
  if (error || capabilities.length > 0 || !leftOut.first) return error;
  return summed(leftOut.first, leftOut.count);
}

function summed(first: DiscoveryRefusal, count: number): DiscoveryRefusal {
  return count === 1
    ? first
    : new DiscoveryRefusal(
        first.code,
        `${first.message} ${count - 1} more ${count === 2 ? 'was' : 'were'} left out.`,
      );
}

function tooMuch(
  kind: CapabilityKind,
  list: List,
  total: { items: number; bytes: number },
): DiscoveryRefusal | undefined {
  if (total.items + list.items > bounds.items.most) return tooMany(kind);
  if (total.bytes + list.bytes > bounds.snapshot.most) return tooLarge(kind);
  return undefined;
}

function tooMany(kind: CapabilityKind): DiscoveryRefusal {
  return new DiscoveryRefusal(
    'too-many-items',
    `With its ${LISTED[kind]} the server lists more than ${bounds.items.most} tools, resources, templates and prompts.`,
  );
}

function tooLarge(kind: CapabilityKind): DiscoveryRefusal {
  return new DiscoveryRefusal(
    'snapshot-too-large',
    `With its ${LISTED[kind]} the server's definitions together are larger than ${inKiB(bounds.snapshot.most)}.`,
  );
}
