import {
  healthStatusSchema,
  serverStatusSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { entityLabel } from '../../ui';
import type { FacetName } from './useServerFilters';

/** How a value of a facet is said to people: states in their language, owners by their short name. */
export function useFacetLabel(facet: FacetName): (value: string) => string {
  const { t } = useMessages();
  return value => {
    if (facet === 'status') {
      const status = serverStatusSchema.safeParse(value);
      return status.success ? t(`status.${status.data}`) : value;
    }
    if (facet === 'health') {
      const health = healthStatusSchema.safeParse(value);
      return health.success ? t(`health.${health.data}`) : value;
    }
    if (facet === 'owner') return entityLabel(value, 'group');
    return value;
  };
}
