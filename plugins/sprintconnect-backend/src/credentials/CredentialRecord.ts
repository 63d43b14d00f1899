import type { CredentialType } from '@sprintconnect/plugin-sprintconnect-common';
import type { CredentialDetails } from './kinds/SealedContent';

/** The version before the current one, while it is good. */
export interface PreviousVersion {
  version: number;
  type: CredentialType;
  until: Date;
}

/** What is known of a credential beside its secrets. */
export interface CredentialRecord {
  id: string;
  orgId: string;
  /** Of shared ones. */
  name?: string;
  /** Of own ones. */
  serverId?: string;
  description?: string;
  type: CredentialType;
  version: number;
  previous?: PreviousVersion;
  /** To show and to check registrations by; what counts when it is used is sealed. */
  origins: readonly string[];
  environments?: readonly string[];
  details: CredentialDetails;
  createdAt: Date;
  createdBy: string;
  rotatedAt: Date;
  expiresAt?: Date;
  rotateEveryDays?: number;
  dueAt?: Date;
  revision: number;
}

/** The id of an own credential, and no name of a shared one. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether what a server refers to is its own credential. Pure. */
export function isOwnRef(credentialRef: string | undefined): boolean {
  return credentialRef !== undefined && ID.test(credentialRef);
}

/** When a credential is to be rotated next. Pure. */
export function dueAfter(
  rotatedAt: Date,
  rotateEveryDays: number | undefined,
): Date | undefined {
  return rotateEveryDays === undefined
    ? undefined
    : new Date(rotatedAt.getTime() + rotateEveryDays * 24 * 3600 * 1000);
}

/** What the vault keeps its secrets under. */
export function holderOf({ id }: Pick<CredentialRecord, 'id'>): string {
  return `credential:${id}`;
}

/** The one field that the vault keeps of a version: everything that belongs together. */
export const SEALED_FIELD = 'content';
