import { EgressError } from '../ports';
import type { Guard } from './Send';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const HOPS_MAX = 3;

/**
 * Follows a redirect only within its origin and only where it keeps the method; any other is refused, because an
 * allowed host may not vouch for another, and because headers meant for one origin must not reach the next.
 * With `redirect: 'manual'` a redirect within the origin is answered as it is.
 */
export const refuseForeignRedirects: Guard = next => async request => {
  let url = request.url;
  const method = (request.init.method ?? 'GET').toUpperCase();
  for (let hops = 0; ; hops++) {
    const response = await next({ ...request, url });
    const target = targetOf(url, response);
    if (!target) {
      return response;
    }
    const keepsMethod =
      method === 'GET' ||
      method === 'HEAD' ||
      response.status === 307 ||
      response.status === 308;
    if (target.origin !== url.origin || !keepsMethod || hops === HOPS_MAX) {
      await response.body?.cancel();
      throw refusal(url, target, hops);
    }
    if (request.init.redirect === 'manual') {
      return response;
    }
    await response.body?.cancel();
    url = target;
  }
};

function targetOf(url: URL, response: Response): URL | undefined {
  const location = REDIRECTS.has(response.status)
    ? response.headers.get('location')
    : null;
  return location !== null && URL.canParse(location, url)
    ? new URL(location, url)
    : undefined;
}

function refusal(url: URL, target: URL, hops: number): EgressError {
  const [from, to] = [url, target].map(({ origin }) => origin);
  if (from !== to) {
    return new EgressError(
      'redirected',
      `${from} redirects to ${to}. SprintConnect doesn't follow redirects to another origin. Register the final URL instead.`,
    );
  }
  return new EgressError(
    'redirected',
    hops === HOPS_MAX
      ? `${from} redirects too many times (${HOPS_MAX}). Register the final URL.`
      : `${from} redirects a POST in a way that would lose its body. Register the final URL.`,
  );
}
