/**
 * Whether a resource (RFC 9728, section 1.2) is a server at this address, or one that has it below its path. Same origin, whole segments
 * of the path; of a resource with a query, only the very same address. Pure.
 */
export function coversUrl(resource: URL, server: URL): boolean {
  if (resource.origin !== server.origin) return false;
  if (resource.search && resource.search !== server.search) return false;
  const above = resource.pathname.replace(/\/$/, '');
  const below = server.pathname.replace(/\/$/, '');
  return below === above || below.startsWith(`${above}/`);
}
