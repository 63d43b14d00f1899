import type { FindEntities } from '../ports';

/** A catalog in which there is whatever is asked for. */
export const everyEntity: FindEntities = async refs => new Set(refs);
