import { isUtf8 } from 'node:buffer';
import {
  type JsonObject,
  parseExactly,
} from '@sprintconnect/plugin-sprintconnect-common';
import { isDeeperThan } from '../../registry';
import { RpcError } from '../call/RpcError';
import { CODES } from './rpc';

/** What was posted: as it is judged, and as it is passed on. */
export interface PostedMessage {
  plain: unknown;
  exact: JsonObject;
}

/** Arguments nest up to 64 levels (`measure`), and stand in two of their own. */
const LEVELS_MAX = 66;

/** Reads one message of JSON-RPC, exact. Throws RpcError. Pure. */
export function readMessage(body: unknown): PostedMessage {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  if (!isUtf8(bytes)) throw unreadable('contains bytes that are not UTF-8');
  try {
    const { plain, exact } = parseExactly(bytes.toString('utf8'));
    if (isDeeperThan(plain, LEVELS_MAX)) throw tooDeep();
    return { plain, exact: exact as JsonObject };
  } catch (error) {
    if (error instanceof SyntaxError) throw unreadable('is not valid JSON');
    // Exact numbers are read level by level of the stack.
    if (error instanceof RangeError) throw tooDeep();
    throw error;
  }
}

function unreadable(what: string): RpcError {
  return new RpcError(CODES.parse, `The body ${what}.`);
}

function tooDeep(): RpcError {
  return new RpcError(
    CODES.invalidRequest,
    `The body nests more than ${LEVELS_MAX} levels.`,
  );
}
