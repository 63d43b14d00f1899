import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { CallAnswer, Refusal } from '../call/CallAnswer';

/** The code of {@link stateUnknown}. */
export const STATE_UNKNOWN = 'request-state-unknown';

/** A `requestState` that is not ours, of somebody else, of another call, or too old: all read alike. */
export function stateUnknown(): CallAnswer {
  return refused({
    code: STATE_UNKNOWN,
    message:
      'This requestState is not one of yours for this call, or it has expired. Make the call again without it.',
    problem: 'input-not-possible',
  });
}

/** The process that held the call has ended, or nobody came back for too long. */
export function holderGone(): CallAnswer {
  return {
    ...refused({
      code: 'call-not-held',
      message:
        'The call that asked for this has ended without an answer. It may have done some of its work. Find out, and make it again.',
      problem: 'call-cancelled',
    }),
    outcome: 'unknown',
  };
}

/** A server asks a client for what it has not declared. */
export function clientLacks(missing: JsonObject): CallAnswer {
  return refused({
    code: 'input-not-possible',
    message: `The server asks for more than this client can be asked: ${wordsOf(missing)}. Use a client that supports it, or give what is missing as an argument.`,
    problem: 'input-not-possible',
    requiredCapabilities: missing,
  });
}

/** Such as `elicitation.url`. */
export function wordsOf(capabilities: JsonObject): string {
  return Object.entries(capabilities)
    .map(([name, value]) => {
      const [inner] = Object.keys((value ?? {}) as object);
      return inner === undefined ? name : `${name}.${inner}`;
    })
    .join(', ');
}

function refused(refusal: Refusal): CallAnswer {
  return { outcome: 'refused', refusal, durationMs: 0 };
}
