import type { ListFault } from '@sprintconnect/plugin-sprintconnect-common';
import type { ObservedListFault } from './ObservedServer';
import { faultOf, type KnownLists, lastListed, storable } from '../records';

/** UTF-16 code units of the words of one fault. */
const MESSAGE_MAX = 1000;

/**
 * The faults of the lists as the server is to show them, given what it showed before. Pure.
 *
 * A fault keeps its `since` for as long as the list has any. `lastListedAt` is the last discovery that read the list.
 */
export function listFaultsOf(
  before: KnownLists,
  observed: readonly ObservedListFault[],
  at: Date,
): ListFault[] {
  return observed.map(({ kind, code, message, leftOut }) => {
    const prior = faultOf(before, kind);
    const since = prior?.since ?? at.toISOString();
    const words = {
      kind,
      code: code.slice(0, 63),
      message: storable(message.slice(0, MESSAGE_MAX)),
      since,
    };
    if (leftOut) return { ...words, leftOut: leftOut.count };
    const lastListedAt = lastListed(before, kind);
    return { ...words, ...(lastListedAt && { lastListedAt }) };
  });
}

/** Whether the faults differ in what is worth telling. Words alone may differ each time, by an id in them. */
export function differ(
  before: readonly ListFault[],
  after: readonly ListFault[],
): boolean {
  const gist = (faults: readonly ListFault[]) =>
    JSON.stringify(
      faults.map(({ kind, code, leftOut }) => [kind, code, leftOut]).sort(),
    );
  return gist(before) !== gist(after);
}
