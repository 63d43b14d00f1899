import { isDeeperThan } from '../../registry';
import type { AskedCall } from '../call/Call';
import type { MeasuredArguments } from './Passage';

const LEVELS_MAX = 64;

/** The arguments of a call as they are judged, and how large they are. Reads values of any depth. Pure. */
export function measure({
  arguments: given,
}: Pick<AskedCall, 'arguments'>): MeasuredArguments {
  if (given === undefined) return { plain: {}, bytes: 0, isTooDeep: false };
  if (isDeeperThan(given, LEVELS_MAX)) {
    return { plain: undefined, bytes: 0, isTooDeep: true };
  }
  const text = JSON.stringify(given);
  return {
    // Numbers that are too long for JavaScript stand in it as their text.
    plain: JSON.parse(text),
    bytes: Buffer.byteLength(text),
    isTooDeep: false,
  };
}
