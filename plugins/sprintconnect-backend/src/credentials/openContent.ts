import type { SecretPlace } from '../ports';
import {
  type CredentialRecord,
  holderOf,
  SEALED_FIELD,
} from './CredentialRecord';
import type { SealedContent } from './kinds/SealedContent';

/** Opens what was sealed with a version of a credential. Throws what opening throws. */
export async function openContent(
  opener: { open(place: SecretPlace, signal?: AbortSignal): Promise<string> },
  what: {
    record: CredentialRecord;
    /** Default: the current one. */
    version?: number;
    signal?: AbortSignal;
  },
): Promise<SealedContent> {
  const { record, version = record.version, signal } = what;
  const place = {
    orgId: record.orgId,
    holder: holderOf(record),
    field: SEALED_FIELD,
    version,
  };
  return JSON.parse(await opener.open(place, signal)) as SealedContent;
}
