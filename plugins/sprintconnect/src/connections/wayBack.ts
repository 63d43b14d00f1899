const KEY = 'sprintconnect.connections.wayBack';

/** Where a login began: a path within the portal, kept for this tab until the reader is there again. */
export function rememberWayBack(path: string): void {
  try {
    window.sessionStorage.setItem(KEY, path);
  } catch {
    // Where nothing can be kept, the reader goes on from the server.
  }
}

/** Where the login of this tab began; undefined where that is not known, or is no path of the portal. */
export function wayBack(): string | undefined {
  try {
    const path = window.sessionStorage.getItem(KEY) ?? '';
    return /^\/(?![/\\])/.test(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
