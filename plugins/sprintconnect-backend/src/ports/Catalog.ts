/** What is asked of an entity of Backstage's catalog. References are full and in lower case. */
export interface CatalogEntity {
  ref: string;
  kind: string;
  namespace: string;
  name: string;
  title?: string;
  /** `spec.type`. */
  type?: string;
  relations: readonly { type: string; targetRef: string }[];
}

/** Backstage's catalog, read with all rights. */
export interface Catalog {
  /** In the order of the references; undefined for one that there is not. Throws when the catalog does not answer. */
  entitiesOf(
    refs: readonly string[],
  ): Promise<readonly (CatalogEntity | undefined)[]>;
  /** Every group of `spec.type: organization`, without relations. Throws when the catalog does not answer. */
  organisations(): Promise<readonly CatalogEntity[]>;
}

/**
 * Which of these entities there are, by full references in lower case. Undefined where the portal has no catalog. Throws when
 * the catalog does not answer.
 */
export type FindEntities = (
  refs: readonly string[],
) => Promise<ReadonlySet<string> | undefined>;
