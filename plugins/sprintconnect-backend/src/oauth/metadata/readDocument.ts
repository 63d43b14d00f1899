import { EgressError, OauthError, type WayOut } from '../../ports';

/** Real documents have some kilobytes. */
const LIMITS = {
  headersTimeoutMs: 5_000,
  bodyTimeoutMs: 5_000,
  bodyBytesMax: 256 * 1024,
};
/** What no other try of the same kind would mend. */
const LASTING = new Set<EgressError['code']>([
  'scheme-not-allowed',
  'port-not-allowed',
  'address-not-allowed',
  'destination-not-allowed',
  'redirected',
  'too-large',
]);

/**
 * The JSON object at an address, or undefined where there is none: HTTP 4xx, or a page instead. Throws an {@link OauthError} where the
 * server cannot be asked now, and the reason of the signal.
 */
export async function readDocument(
  egress: WayOut,
  url: URL,
  signal: AbortSignal,
): Promise<Record<string, unknown> | undefined> {
  try {
    const response = await egress.fetch(LIMITS)(url, {
      headers: { accept: 'application/json' },
      signal,
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      if (response.status < 500 && response.status !== 429) return undefined;
      throw new OauthError(
        'authorization-server-unavailable',
        `${nameOf(url)} answered HTTP ${response.status}`,
      );
    }
    return objectIn(await response.text());
  } catch (error) {
    throw explainEgress(error, url);
  }
}

/** What of OAuth failed when egress did; another error is given back as it is. */
export function explainEgress(error: unknown, url: URL): unknown {
  if (!(error instanceof EgressError)) return error;
  const code = LASTING.has(error.code)
    ? 'authorization-server-invalid'
    : 'authorization-server-unavailable';
  return new OauthError(
    code,
    `Couldn't ask ${nameOf(url)}: ${error.message.replace(/\.$/, '')}`,
  );
}

/** The address for people: a query may hold more than they are to see. */
export function nameOf({ origin, pathname }: URL): string {
  return origin + pathname;
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject =
      typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
