import type { Knex } from 'knex';
import {
  type Clause,
  type Criteria,
  type Dialect,
  type Trait,
  isUnconditional,
} from '../ports';
import type { ReadScope } from './ReadScope';

/**
 * Narrows a query on `servers`, joined with `capabilities` where the criteria ask for them, to what is allowed. Gives the
 * same answer of each row as `Judgement.allows`, also where a column is null.
 */
export function whereAllowed<Q extends Knex.QueryBuilder>(
  query: Q,
  criteria: Criteria,
  dialect: Dialect,
): Q {
  const { sql, bindings } = clauseOf(criteria, dialect);
  return query.whereRaw(sql, bindings) as Q;
}

const VISIBLE = {
  capabilities: 'servers where servers.id = capabilities.server_id',
  search_documents:
    'capabilities join servers on servers.id = capabilities.server_id where capabilities.id = search_documents.capability_id',
};

/** Narrows a query on one of these tables to capabilities in the read scope. */
export function whereVisible<Q extends Knex.QueryBuilder>(
  query: Q,
  table: keyof typeof VISIBLE,
  { readScope, dialect }: { readScope: ReadScope; dialect: Dialect },
): Q {
  const { servers, capabilities } = readScope;
  const both = { allOf: [servers.criteria, capabilities.criteria] };
  if (isUnconditional(both)) return query;
  const { sql, bindings } = clauseOf(both, dialect);
  return query.whereRaw(
    `exists (select 1 from ${VISIBLE[table]} and ${sql})`,
    bindings,
  ) as Q;
}

/** The criteria as a condition in SQL. */
function clauseOf(criteria: Criteria, dialect: Dialect): Clause {
  if ('trait' in criteria) return traitClause(criteria, dialect);
  if ('not' in criteria) {
    const { sql, bindings } = clauseOf(criteria.not, dialect);
    return { sql: `not ${sql}`, bindings };
  }
  const isAll = 'allOf' in criteria;
  const parts = (isAll ? criteria.allOf : criteria.anyOf).map(each =>
    clauseOf(each, dialect),
  );
  if (parts.length === 0)
    return { sql: isAll ? '(1 = 1)' : '(1 = 0)', bindings: [] };
  return {
    sql: `(${parts.map(({ sql }) => sql).join(isAll ? ' and ' : ' or ')})`,
    bindings: parts.flatMap(({ bindings }) => bindings),
  };
}

function traitClause(trait: Trait, dialect: Dialect): Clause {
  switch (trait.trait) {
    case 'owner':
      return isIn('lower(servers.owner_ref)', trait.anyOf);
    case 'tag': {
      const { sql, bindings } = isIn('server_tags.tag', trait.anyOf);
      return {
        sql: `exists (select 1 from server_tags where server_tags.server_id = servers.id and ${sql})`,
        bindings,
      };
    }
    case 'environment':
    case 'lifecycle':
    case 'status':
      return isIn(`servers.${trait.trait}`, trait.anyOf);
    case 'kind':
      return isIn('capabilities.kind', trait.anyOf);
    case 'name':
      return dialect.matches('capabilities.name', trait.pattern);
    default:
      return isIn('capabilities.effect', [trait.trait]);
  }
}

/** Null is in no list, and "not in it" is then true: plain SQL would say null to both. */
function isIn(column: string, values: readonly string[]): Clause {
  if (values.length === 0) return { sql: '(1 = 0)', bindings: [] };
  const marks = values.map(() => '?').join(', ');
  return {
    sql: `(${column} is not null and ${column} in (${marks}))`,
    bindings: [...values],
  };
}
