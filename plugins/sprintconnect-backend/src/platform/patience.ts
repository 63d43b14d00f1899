/**
 * How long somebody waits for a PostgreSQL that accepts connections and does not answer, in milliseconds: for a connection of
 * the pool, for each statement, and for the question whether it is there. SQLite answers or fails by itself.
 */
export const PATIENCE = {
  acquireMs: 30_000,
  statementMs: 30_000,
  pingMs: 5_000,
};
