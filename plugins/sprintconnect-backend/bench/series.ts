import type { Knex } from 'knex';

export const isPostgres = (knex: Knex) => knex.client.config.client === 'pg';

/** Numbers from 0 to `:last`, in a statement of either database. */
export const counted = (knex: Knex) =>
  isPostgres(knex)
    ? 'SELECT n FROM generate_series(0, :last) AS n'
    : `WITH RECURSIVE counted(n) AS
         (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n < :last)
       SELECT n FROM counted`;

/** A time, so many milliseconds after `:from`, in a statement of either database. */
export const later = (knex: Knex, ms: string) =>
  isPostgres(knex)
    ? `CAST(:from AS timestamptz) + (${ms}) * interval '1 millisecond'`
    : `:from + (${ms})`;
