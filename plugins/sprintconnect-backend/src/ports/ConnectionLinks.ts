import type { Person } from './PersonTokens';

/** Makes links by which people connect the account that a call of theirs lacks. */
export interface ConnectionLinks {
  /**
   * A page of the portal that connects this person's account on this server: for nobody else, for an hour. What it opens is in the link
   * alone, so that it is kept nowhere.
   */
  linkFor(
    person: Person,
    server: { id: string },
  ): Promise<{ url: string; expiresAt: Date }>;
}
