import type {
  Fault,
  ProblemKind,
} from '@sprintconnect/plugin-sprintconnect-common';
import { problemKinds } from '@sprintconnect/plugin-sprintconnect-common';
import type { UpstreamError } from '../../upstream';
import type { Refusal } from '../call/CallAnswer';
import type { ConnectionRefused } from '../connections/ConnectionPool';

/** What is not there, and what the caller may not use: the same words for both, so that nobody learns which it is. */
export function notThere(): Refusal {
  return {
    code: 'capability-not-found',
    message:
      'There is nothing of that name that you can use. List the capabilities of the server to see what there is, or ask its owner for access.',
    problem: 'capability-not-found',
  };
}

const OUT_OF_USE = {
  draft: {
    code: 'server-draft',
    words: 'is still a draft. Use it once it is published.',
  },
  retired: {
    code: 'server-retired',
    words: 'is retired. Use another server, or register it again.',
  },
  quarantined: {
    code: 'server-quarantined',
    words:
      'is in quarantine. Use it once an administrator has approved what it offers.',
  },
} as const;

/** Of servers that nobody may use now. */
export function outOfUse(
  status: 'draft' | 'retired' | 'quarantined',
  name: string,
): Refusal {
  const { code, words } = OUT_OF_USE[status];
  return { code, message: `The server ${name} ${words}`, problem: code };
}

export function tooManyCalls(max: number): Refusal {
  return {
    code: 'concurrency-limited',
    message: `You have ${max} calls under way, which is as many as you may. Wait for one of them to end.`,
    problem: 'concurrency-limited',
    retryAfterSeconds: 1,
  };
}

export function argumentsTooLarge(bytesMax: number): Refusal {
  return {
    code: 'arguments-too-large',
    message: `The arguments are larger than ${bytesMax} bytes. Send less, or have sprintconnect.calls.argumentBytesMax raised.`,
    problem: 'arguments-too-large',
  };
}

export function argumentsInvalid(faults: readonly Fault[]): Refusal {
  const [first] = faults;
  return {
    code: 'arguments-invalid',
    message:
      faults.length === 1
        ? `The arguments don't fit: ${first.path} ${first.message}.`
        : `The arguments have ${faults.length} faults: ${faults
            .slice(0, 5)
            .map(({ path, message }) => `${path} ${message}`)
            .join('; ')}.`,
    problem: 'arguments-invalid',
    faults,
  };
}

/** Of headers that are to repeat arguments. */
export function headersDiffer(name: string): Refusal {
  return {
    code: 'header-mismatch',
    message: `The headers don't match the body: ${name} has to repeat an argument, as the input schema of the tool says.`,
    problem: 'arguments-invalid',
  };
}

export function resultInvalid(faults: readonly Fault[]): Refusal {
  return {
    code: 'result-invalid',
    message:
      'The result does not fit the output schema of the tool, and calls of this server are held to it. The tool may have done its work all the same. Tell the owner of the server.',
    problem: 'upstream-result-invalid',
    faults,
  };
}

export function cancelled(): Refusal {
  return {
    code: 'cancelled',
    message:
      'The call was cancelled. The server may have done some of it before.',
    problem: 'call-cancelled',
  };
}

export function timedOut(timeoutMs: number): Refusal {
  return {
    code: 'timed-out',
    message: `The server did not answer within ${timeoutMs / 1000} s. It may still have done what it was asked.`,
    problem: 'upstream-timeout',
  };
}

/** A server asked, and whoever was asked took too long. */
export function nobodyAnswered(answerMs: number): Refusal {
  return {
    code: 'input-timed-out',
    message: `The server asked for more, and nobody answered within ${answerMs / 1000} s. Make the call again, and answer sooner.`,
    problem: 'upstream-timeout',
  };
}

/** A server that wants to ask something, of somebody who can be asked nothing. */
export function nobodyToAsk(method: string): Refusal {
  return {
    code: 'input-not-possible',
    message: `The server asks for more (${method}), and this client can't be asked. Use a client that supports it, or give what is missing as an argument.`,
    problem: 'input-not-possible',
  };
}

/** A modern server that needs a client that can be asked (MCP 2026-07-28, error -32021): its code is for the hop to us alone. */
export function clientTooPlain(data: unknown): Refusal {
  const { requiredCapabilities } = (data ?? {}) as {
    requiredCapabilities?: unknown;
  };
  const names =
    typeof requiredCapabilities === 'object' && requiredCapabilities !== null
      ? Object.keys(requiredCapabilities)
      : [];
  const known = names.filter(name => /^[a-z]{1,30}$/i.test(name)).slice(0, 5);
  const required = Object.fromEntries(known.map(name => [name, {}]));
  const needed = known.length > 0 ? ` (${known.join(', ')})` : '';
  return {
    code: 'input-not-possible',
    message: `The server needs a client that it can ask for more${needed}, and this one can't be asked. Use a client that supports it.`,
    problem: 'input-not-possible',
    ...(known.length > 0 && { requiredCapabilities: required }),
  };
}

/** Of a server that each person uses with an account of their own. The link is for this person alone. */
export function noAccount(name: string, connectUrl: string): Refusal {
  return {
    code: 'connection-required',
    message: `You have no account connected to the server ${name}, so nothing was sent. Connect one and make the call again.`,
    problem: 'connection-required',
    connectUrl,
  };
}

/** A server that asks for ever. */
export function tooManyRounds(rounds: number): Refusal {
  return {
    code: 'too-many-rounds',
    message: `The server asked for more input ${rounds} times for one call. Tell its owner.`,
    problem: 'upstream-protocol',
  };
}

/** No connection could be had, so that the server was not asked. */
export function notConnected(refused: ConnectionRefused): Refusal {
  const { code, message, retryAfterMs } = refused;
  const problems = {
    busy: 'server-busy',
    resting: 'server-resting',
    stopping: 'shutting-down',
  } as const;
  return {
    code: problems[code],
    message,
    problem: problems[code],
    retryAfterSeconds: Math.max(1, Math.ceil((retryAfterMs ?? 1000) / 1000)),
  };
}

/** The server could not be reached or understood. */
export function unreachable({
  code,
  message,
  retryAfterMs,
}: UpstreamError): Refusal {
  return {
    code: `upstream-${code}`,
    message,
    problem: problemOf(code),
    ...(retryAfterMs && {
      retryAfterSeconds: Math.ceil(retryAfterMs / 1000),
    }),
  };
}

function problemOf(code: string): ProblemKind {
  if (code === 'not-allowed') return 'upstream-egress-refused';
  const kind = `upstream-${code}`;
  return kind in problemKinds ? (kind as ProblemKind) : 'upstream-unusable';
}
