import { EgressError, type EgressErrorCode } from '../ports';

// prettier-ignore
const CODES: Readonly<Record<string, readonly [EgressErrorCode, string]>> = {
  ENOTFOUND:               ['name-not-resolved', 'the name has no address; check its spelling'],
  EAI_AGAIN:               ['name-not-resolved', 'the name server did not answer; try again later'],
  EAI_NODATA:              ['name-not-resolved', 'the name has no address; check its spelling'],
  ECONNREFUSED:            ['connection-failed', 'nothing listens there; check the port and whether the server runs'],
  ECONNRESET:              ['connection-failed', 'the server broke the connection off'],
  EPIPE:                   ['connection-failed', 'the server broke the connection off'],
  EHOSTUNREACH:            ['connection-failed', 'the host cannot be reached from here'],
  ENETUNREACH:             ['connection-failed', 'the network cannot be reached from here'],
  UND_ERR_SOCKET:          ['connection-failed', 'the server broke the connection off'],
  UND_ERR_INFO:            ['connection-failed', 'the server broke the connection off'],
  ETIMEDOUT:               ['timed-out',         'no connection in time'],
  UND_ERR_CONNECT_TIMEOUT: ['timed-out',         'no connection in time'],
  UND_ERR_HEADERS_TIMEOUT: ['timed-out',         'no answer in time'],
  UND_ERR_BODY_TIMEOUT:    ['timed-out',         'the answer stopped in the middle'],
  UND_ERR_HEADERS_OVERFLOW: ['too-large',        'the headers of the answer are too large'],
  HPE_HEADER_OVERFLOW:     ['too-large',         'the headers of the answer are too large'],
  EPROTO:                  ['tls-failed',        'no TLS is spoken there; check http against https'],
};

const TLS_CODE =
  /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_)/;

/** Says in words what undici, Node and OpenSSL say in codes. An EgressError among the causes is the answer. */
export function explainFailure(error: unknown, url: URL): EgressError {
  const causes = [...causesOf(error)];
  const refusal = causes.find(cause => cause instanceof EgressError) as
    EgressError | undefined;
  if (refusal) {
    return refusal;
  }
  const fail = (code: EgressErrorCode, why: string) =>
    new EgressError(code, `Could not reach ${url.host}: ${why}.`, {
      cause: error,
    });
  for (const code of causes.map(codeOf).filter(each => each !== undefined)) {
    if (CODES[code]) {
      return fail(...CODES[code]);
    }
    if (TLS_CODE.test(code)) {
      return fail('tls-failed', `its certificate is not accepted (${code})`);
    }
    if (code.startsWith('Z_')) {
      return fail(
        'connection-failed',
        'its answer is not compressed as it says',
      );
    }
    if (code.startsWith('HPE_')) {
      return fail('connection-failed', 'it does not answer in HTTP');
    }
  }
  if (causes.some(({ message }) => message === 'bad port')) {
    return fail('port-not-allowed', 'no HTTP client may use that port');
  }
  return fail('connection-failed', 'the request failed');
}

/** The error and what caused it. Told by shape, because errors of Node's core may stem from another realm. */
function* causesOf(error: unknown): Generator<ErrorLike> {
  for (
    let cause = error as ErrorLike | undefined, depth = 0;
    typeof cause === 'object' && cause !== null && depth < 8;
    cause = cause.cause, depth++
  ) {
    yield cause;
    yield* cause.errors ?? [];
  }
}

interface ErrorLike {
  message?: unknown;
  code?: unknown;
  cause?: ErrorLike;
  errors?: ErrorLike[];
}

function codeOf({ code }: ErrorLike): string | undefined {
  return typeof code === 'string' ? code : undefined;
}
