import {
  type Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useDebounced, useLoad } from '../ui';

const TYPING_MS = 250;
const OFFERED = 20;

export interface EntityChoice {
  id: string;
  label: string;
  description?: string;
}

export type EntityKind = 'group' | 'user' | 'system';

/** Entities of the catalog that fit what was typed. None where the catalog does not answer: a reference may be typed. */
export function useEntityChoices(
  kinds: readonly EntityKind[],
  typed: string,
): {
  choices: EntityChoice[];
  pending: boolean;
} {
  const catalog = useApiHolder().get(catalogApiRef);
  const term = useDebounced(nameIn(typed), TYPING_MS);
  const found = useLoad(JSON.stringify([kinds, term]), async () => {
    const answer = await catalog?.queryEntities({
      filter: { kind: [...kinds] },
      fullTextFilter: {
        term,
        fields: ['metadata.name', 'metadata.title', 'spec.profile.displayname'],
      },
      fields: [
        'kind',
        'metadata.name',
        'metadata.namespace',
        'metadata.title',
        'spec.profile.displayName',
      ],
      limit: OFFERED,
    });
    return (answer?.items ?? []).map(toChoice);
  });
  return { choices: found.value ?? [], pending: found.pending };
}

/** Of `group:default/te` the name so far. */
function nameIn(typed: string): string {
  const text = typed.trim();
  return text.slice(Math.max(text.indexOf('/'), text.indexOf(':')) + 1);
}

function toChoice(entity: Entity): EntityChoice {
  const ref = stringifyEntityRef(entity);
  const profile = entity.spec?.profile as { displayName?: string } | undefined;
  const title = profile?.displayName ?? entity.metadata.title;
  const { name } = parseEntityRef(ref);
  return {
    id: ref,
    label: ref,
    description: title === name ? undefined : title,
  };
}
