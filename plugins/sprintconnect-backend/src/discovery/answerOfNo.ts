import { ObservationError } from '../registry';
import { UpstreamError, type UpstreamErrorCode } from '../upstream';
import {
  DiscoveryRefusal,
  type DiscoveryRefusalCode,
} from './DiscoveryRefusal';

/** Why a server could not be discovered: a code and words for people. */
export interface AnswerOfNo {
  code: UpstreamErrorCode | DiscoveryRefusalCode;
  message: string;
}

/** What an error says about the server. Undefined for one that says nothing about it, because it is ours. */
export function answerOfNo(
  error: unknown,
  { isLate, timeoutMs }: { isLate: boolean; timeoutMs: number },
): AnswerOfNo | undefined {
  const said = wordsOf(error);
  if (!said || !isLate) return said;
  return {
    code: 'timeout',
    message: `The refresh took longer than ${timeoutMs / 1000} s. The server is too slow, or its lists never end.`,
  };
}

function wordsOf(error: unknown): AnswerOfNo | undefined {
  if (error instanceof UpstreamError || error instanceof DiscoveryRefusal) {
    return { code: error.code, message: error.message };
  }
  if (error instanceof ObservationError) {
    return { code: 'invalid-item', message: error.message };
  }
  return undefined;
}
