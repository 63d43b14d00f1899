import type { Translate } from '../translation';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether what a server answers as `credentialRef` is of its own credential, which has an ID and no name. */
export function isOwn(credentialRef: string): boolean {
  return UUID.test(credentialRef);
}

/** Which credential a server uses, as people know it; empty where it uses none. */
export function credentialLabel(
  t: Translate,
  credentialRef: string | undefined,
): string {
  if (!credentialRef) return '';
  return isOwn(credentialRef) ? t('credentials.facts.own') : credentialRef;
}
