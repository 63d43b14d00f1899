import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';

/** The remote as messages name it: without its query, which may hold a key. */
export function describeRemote(remote: Remote): string {
  if (remote.type === 'stdio') {
    return `The stdio server "${remote.url}"`;
  }
  if (!URL.canParse(remote.url)) {
    return 'An invalid URL';
  }
  const { origin, pathname } = new URL(remote.url);
  return `${origin}${pathname}`;
}
