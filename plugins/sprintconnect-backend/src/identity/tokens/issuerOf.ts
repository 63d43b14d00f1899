/**
 * What a token says its issuer is, believed by nobody: it only chooses who looks at the token. Empty for a JWT that names
 * none, such as those of the portal's own plugins; undefined for whatever is not a JWT.
 */
export function issuerOf(token: string): string | undefined {
  const [, payload, signature, ...rest] = token.split('.');
  if (!payload || signature === undefined || rest.length > 0) return undefined;
  try {
    const { iss } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof iss === 'string' ? iss : '';
  } catch {
    return undefined;
  }
}
