/** Why a database, or what stands before it, cannot be used just now. */
export interface Outage {
  /** A few words for the log: codes where there are some, never SQL. */
  reason: string;
  /** False when the connection is of no use any more. */
  isConnected: boolean;
}

/** SQLSTATE of PostgreSQL (its manual, appendix A), of states that pass. All of class 08 (connection) count, too. */
const SQLSTATES = new Map([
  ['25006', "it's read-only"],
  ['25P03', 'the transaction was idle for too long'],
  ['25P04', 'the transaction took too long'],
  ['53300', 'it has too many connections'],
  ['57P01', 'it is shutting down'],
  ['57P02', 'it has crashed'],
  ['57P03', 'it is starting up or shutting down'],
  ['57P05', 'the connection was idle for too long'],
]);
/** The same where the connection stays good: others were in the way, and everything was rolled back. */
const CONFLICTS = new Map([
  ['40001', 'transactions conflicted'],
  ['40P01', 'transactions deadlocked'],
  ['55P03', "a lock wasn't available"],
]);
/** Of Node.js, when there is no way to the other side. */
const SOCKET_CODES = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);
/** What the driver of PostgreSQL says without a code. Knex puts the statement before it. */
const WORDS = [
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Connection terminated',
  'Connection terminated due to connection timeout',
  'Connection terminated unexpectedly',
  'timeout expired',
];
const CAUSES_MAX = 5;

/**
 * Why the database is away, if this error says so: by its code, or by the words of the driver where it gives no code.
 * Looks at the causes, too. Undefined for everything else. Pure.
 */
export function outageOf(error: unknown): Outage | undefined {
  let each = error;
  for (let depth = 0; depth < CAUSES_MAX && isObject(each); depth++) {
    const outage = ofOne(each);
    if (outage) return outage;
    each = each.cause;
  }
  return undefined;
}

/** By shape, because what Node.js throws is no `Error` of this realm where tests run in another. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function ofOne(error: Record<string, unknown>): Outage | undefined {
  const code = typeof error.code === 'string' ? error.code : '';
  const conflict = CONFLICTS.get(code);
  if (conflict) return { reason: `${conflict} (${code})`, isConnected: true };
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return {
      reason: `another process has it locked (${code})`,
      isConnected: true,
    };
  }
  const lost = (reason: string) => ({ reason, isConnected: false });
  const state = SQLSTATES.get(code);
  if (state) return lost(`${state} (${code})`);
  // 08P01 says that one side does not speak the protocol, which does not pass.
  if (/^08(?!P01)[0-9A-Z]{3}$/.test(code) || SOCKET_CODES.has(code)) {
    return lost(`the connection failed (${code})`);
  }
  if (error.name === 'KnexTimeoutError') {
    return lost("it didn't respond in time, or no connection was free");
  }
  const words = code === '' && wordsOf(String(error.message));
  return words ? lost(words) : undefined;
}

function wordsOf(message: string): string | undefined {
  return WORDS.find(
    words => message === words || message.endsWith(` - ${words}`),
  );
}
