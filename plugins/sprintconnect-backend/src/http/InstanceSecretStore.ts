import { randomBytes } from 'node:crypto';
import type { Clock, Database } from '../ports';

/**
 * A random secret of 32 bytes that all instances of the plugin share: made by whichever needs it first,
 * kept in the table `instance_secrets`, by name. Losing `http`, which signs cursors and keys fingerprints, costs callers
 * one repeated request; losing `audit`, which signs the marks of the audit chains where no key is configured, costs the
 * proof of what was sealed.
 */
export async function openInstanceSecret(
  database: Database,
  options: { name: string; clock: Clock },
): Promise<Buffer> {
  return database.transaction(async tx => {
    await tx('instance_secrets')
      .insert({
        name: options.name,
        secret: randomBytes(32).toString('base64'),
        created_at: options.clock.now(),
      })
      .onConflict('name')
      .ignore();
    const row = await tx('instance_secrets')
      .where({ name: options.name })
      .first('secret');
    return Buffer.from(row.secret, 'base64');
  });
}
