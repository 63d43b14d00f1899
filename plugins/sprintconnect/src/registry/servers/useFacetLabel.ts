import {
  healthStatusSchema,
  serverStatusSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { useEntityTitles } from '../../ui';
import type { FacetName } from './useServerFilters';

/** How a value of a facet is said to people: states in their language, owners as the catalog shows them. */
export function useFacetLabel(
  facet: FacetName,
  values: readonly string[],
): (value: string) => string {
  const { t } = useMessages();
  const ownerOf = useEntityTitles(facet === 'owner' ? values : [], 'group');
  return value => {
    if (facet === 'status') {
      const status = serverStatusSchema.safeParse(value);
      return status.success ? t(`status.${status.data}`) : value;
    }
    if (facet === 'health') {
      const health = healthStatusSchema.safeParse(value);
      return health.success ? t(`health.${health.data}`) : value;
    }
    if (facet === 'owner') return ownerOf(value);
    return value;
  };
}
