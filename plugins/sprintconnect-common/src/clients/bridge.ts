import type { ClientTarget } from './ClientTarget';

/**
 * The arguments of `npx` that make a process of a remote server, for clients that start processes only. `mcp-remote` replaces
 * `${NAME}` in headers by what stands in its environment. No blank stands in a header of ours: Claude Desktop on
 * Windows breaks arguments there.
 */
export function bridge(target: ClientTarget): string[] {
  const { type, url, headers, asks, variable } = target;
  const isPlain = new URL(url).protocol === 'http:';
  return [
    '-y',
    'mcp-remote',
    url,
    '--transport',
    `${type}-only`,
    ...(isPlain ? ['--allow-http'] : []),
    ...Object.entries(headers).flatMap(([name, value]) => [
      '--header',
      `${name}:${value}`,
    ]),
    ...(asks ? ['--header', `Authorization:\${${variable}}`] : []),
  ];
}
