import type { Connection } from '@sprintconnect/plugin-sprintconnect-common';

/** What people call a server. */
export function serverLabel({
  title,
  name,
}: Pick<Connection['server'], 'title' | 'name'>): string {
  return title ?? name;
}

/** The host of an issuer, which is what people know of it. */
export function hostOf(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}
