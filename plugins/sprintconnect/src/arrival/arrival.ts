/** Where authorization servers send browsers back to: our redirect URI, below wherever the portal stands. */
const FINISH = '/sprintconnect/connections/finish';

/** The parameters of one way back. */
export type Answer = Record<string, string>;

let kept: Answer | undefined;

/** What came back in a query; undefined where nothing did. Of a parameter that stands there twice the last is kept: neither is right. */
function answerIn(search: string): Answer | undefined {
  const answer = Object.fromEntries(new URLSearchParams(search));
  return Object.keys(answer).length > 0 ? answer : undefined;
}

/**
 * Takes the query out of the address, where the browser has just come back from a login. To be called as soon as the plugin is loaded,
 * before the portal's router and its analytics read the address.
 */
export function keepArrival(
  page: Pick<Window, 'location' | 'history'> = window,
): void {
  const { location, history } = page;
  if (!location.pathname.replace(/\/$/, '').endsWith(FINISH)) return;
  const answer = answerIn(location.search);
  if (!answer) return;
  kept = answer;
  history.replaceState(history.state, '', location.pathname);
}

/**
 * What came back; the same as often as it is asked for, because pages are drawn more than once. `search` is that of a page that was
 * opened without loading the portal, as tests do.
 */
export function arrivedAnswer(search: string): Answer | undefined {
  return answerIn(search) ?? kept;
}
