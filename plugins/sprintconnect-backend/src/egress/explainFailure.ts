import { EgressError, type EgressErrorCode } from '../ports';

// prettier-ignore
const CODES: Readonly<Record<string, readonly [EgressErrorCode, string]>> = {
  ENOTFOUND:               ['name-not-resolved', "the host wasn't found; check the spelling"],
  EAI_AGAIN:               ['name-not-resolved', "the DNS server didn't respond; try again later"],
  EAI_NODATA:              ['name-not-resolved', "the host wasn't found; check the spelling"],
  ECONNREFUSED:            ['connection-failed', 'nothing is listening there; check the port and that the server is running'],
  ECONNRESET:              ['connection-failed', 'the server closed the connection'],
  EPIPE:                   ['connection-failed', 'the server closed the connection'],
  EHOSTUNREACH:            ['connection-failed', 'the host is unreachable'],
  ENETUNREACH:             ['connection-failed', 'the network is unreachable'],
  UND_ERR_SOCKET:          ['connection-failed', 'the server closed the connection'],
  UND_ERR_INFO:            ['connection-failed', 'the server closed the connection'],
  ETIMEDOUT:               ['timed-out',         'connecting timed out'],
  UND_ERR_CONNECT_TIMEOUT: ['timed-out',         'connecting timed out'],
  UND_ERR_HEADERS_TIMEOUT: ['timed-out',         'the response timed out'],
  UND_ERR_BODY_TIMEOUT:    ['timed-out',         'the response stopped halfway'],
  UND_ERR_HEADERS_OVERFLOW: ['too-large',        'the response headers are too large'],
  HPE_HEADER_OVERFLOW:     ['too-large',         'the response headers are too large'],
  EPROTO:                  ['tls-failed',        "the server doesn't use TLS there; check http or https"],
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
    new EgressError(code, `Couldn't reach ${url.host}: ${why}.`, {
      cause: error,
    });
  for (const code of causes.map(codeOf).filter(each => each !== undefined)) {
    if (CODES[code]) {
      return fail(...CODES[code]);
    }
    if (TLS_CODE.test(code)) {
      return fail('tls-failed', `its certificate isn't trusted (${code})`);
    }
    if (code.startsWith('Z_')) {
      return fail(
        'connection-failed',
        "its response doesn't match its Content-Encoding",
      );
    }
    if (code.startsWith('HPE_')) {
      return fail('connection-failed', "its response isn't HTTP");
    }
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
  code?: unknown;
  cause?: ErrorLike;
  errors?: ErrorLike[];
}

function codeOf({ code }: ErrorLike): string | undefined {
  return typeof code === 'string' ? code : undefined;
}
