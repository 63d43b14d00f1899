const CHALLENGE =
  /\bresource_metadata\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/i;

/** Where a server says that its metadata is, in `WWW-Authenticate` (RFC 9728, section 5.1). Pure. */
export function metadataUrlIn(challenge: string | null): string | undefined {
  const [, quoted, plain] = CHALLENGE.exec(challenge ?? '') ?? [];
  return quoted?.replace(/\\(.)/g, '$1') ?? plain;
}
