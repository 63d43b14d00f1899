import type { Database } from '../ports';

interface Claim {
  id: string;
  ticket: string;
}

/** A sign of life: moves the end of these claims, and gives those that are still the caller's. */
export async function extendLeases(
  database: Database,
  claims: Claim[],
  leaseUntil: Date,
): Promise<Claim[]> {
  const tickets = [...new Set(claims.map(claim => claim.ticket))];
  return database.transaction(tx =>
    tx('jobs')
      .whereIn(
        'id',
        claims.map(claim => claim.id),
      )
      .whereIn('ticket', tickets)
      .update({ lease_until: leaseUntil })
      .returning(['id', 'ticket']),
  );
}
