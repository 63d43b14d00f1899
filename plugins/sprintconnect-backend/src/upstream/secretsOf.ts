import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';

/** Shorter ones stand in words that tell nothing. */
const LENGTH_MIN = 4;
/** Values of a query are mostly no secrets: `?env=test`. */
const QUERY_LENGTH_MIN = 8;

/**
 * What we send to a remote, and nobody but it is to read: the values of its headers, whole and word by word, the userinfo of its address,
 * and values of its query as they are written and as they are meant. The longest first. Pure.
 */
export function secretsOf(remote: Remote): string[] {
  if (remote.type === 'stdio') return [];
  const headers = Object.values(remote.headers ?? {}).flatMap(value => [
    value,
    ...value.split(' '),
  ]);
  const found = [...headers, ...userinfoOf(remote.url)]
    .filter(({ length }) => length >= LENGTH_MIN)
    .concat(
      queryOf(remote.url).filter(({ length }) => length >= QUERY_LENGTH_MIN),
    );
  return [...new Set(found)].sort((a, b) => b.length - a.length);
}

function userinfoOf(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { username, password } = new URL(url);
  return [username, password].flatMap(each => [each, decoded(each)]);
}

function queryOf(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { search, searchParams } = new URL(url);
  const written = search
    .slice(1)
    .split('&')
    .map(pair => pair.slice(pair.indexOf('=') + 1));
  return [...written, ...searchParams.values()];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
