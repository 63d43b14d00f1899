import { ProblemError } from '../../http';
import { type CallAnswer, type RpcFault, wordsOf } from '../call/CallAnswer';

/** URLElicitationRequired (MCP 2025-11-25, Elicitation). */
const PAGE_FIRST = -32042;
const PAGES_MAX = 3;
const URL_LENGTH_MAX = 2_048;

/** A call that did not come to a result, as REST tells it. Pure. */
export function problemOf({
  refusal,
  fault,
  callId,
}: Pick<CallAnswer, 'refusal' | 'fault' | 'callId'>): ProblemError {
  if (refusal) {
    const { problem: kind, faults } = refusal;
    const { retryAfterSeconds, connectUrl } = refusal;
    return new ProblemError({
      kind,
      detail: wordsOf(refusal),
      callId,
      ...(connectUrl && { connectUrl }),
      ...(faults && { errors: faults.map(each => ({ ...each })) }),
      ...(retryAfterSeconds !== undefined && {
        headers: { 'Retry-After': String(retryAfterSeconds) },
      }),
    });
  }
  const pages = fault ? pagesOf(fault) : [];
  if (pages.length > 0) {
    return new ProblemError({
      kind: 'input-not-possible',
      callId,
      detail: `The server asks you to open ${pages.join(' and ')} first, and then to ask again: ${fault!.message}`,
    });
  }
  return new ProblemError({
    kind: 'upstream-error',
    callId,
    detail: fault
      ? `The server answered with the error ${fault.code}: ${fault.message}`
      : 'The server gave no answer.',
  });
}

/** The pages that a person is to open before the server goes on. */
function pagesOf({ code, data }: RpcFault): string[] {
  if (code !== PAGE_FIRST) return [];
  const { elicitations } = (data ?? {}) as { elicitations?: unknown };
  if (!Array.isArray(elicitations)) return [];
  return elicitations
    .map(each => String((each as { url?: unknown } | null)?.url))
    .filter(
      url => url.length <= URL_LENGTH_MAX && /^https?:\/\/\S+$/i.test(url),
    )
    .slice(0, PAGES_MAX);
}
