import type { Clock, Database } from '../ports';
import { openInstanceSecret } from '../http';
import type { AuditSettings } from './AuditSettings';
import type { AuditKeys } from './createMarkSigner';

/** Stands among the previous keys for the secret in the database. */
const DATABASE = 'database';

/** The keys of the audit chain: from the configuration, else from `instance_secrets`, where the first start makes one. */
export async function openAuditKeys(
  database: Database,
  { key, previousKeys }: Pick<AuditSettings, 'key' | 'previousKeys'>,
  clock: Clock,
): Promise<AuditKeys> {
  const keyOf = async (text: string) =>
    text === DATABASE
      ? openInstanceSecret(database, { name: 'audit', clock })
      : Buffer.from(text, 'utf8');
  const previous: Buffer[] = [];
  for (const each of previousKeys) previous.push(await keyOf(each));
  return [await keyOf(key ?? DATABASE), ...previous];
}
