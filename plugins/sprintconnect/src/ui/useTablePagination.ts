import { useEffect } from 'react';
import type { TablePaginationType } from '@backstage/ui';
import type { Page } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import type { Loaded } from './useLoad';
import type { Paging } from './usePaging';

const SIZES = [20, 50, 100];

/**
 * The foot of a table that shows one page of a list: which one of how many, and the way to the others. Leads back from a
 * page that is not there any more, because the list has got shorter.
 */
export function useTablePagination(
  page: Loaded<Page<unknown>>,
  paging: Paging,
): TablePaginationType {
  const { t } = useMessages();
  const { value, stale } = page;
  const { items = [], nextCursor, totalItems } = value ?? {};
  const { index, pageSize, setPageSize, next, previous } = paging;
  const gone = value?.items.length === 0 && !stale && index > 0;
  useEffect(() => {
    if (gone) previous();
  }, [gone, previous]);
  if (items.length === 0) return { type: 'none' };
  const offset = index * pageSize;
  return {
    type: 'page',
    pageSize,
    offset,
    totalCount: totalItems,
    pageSizeOptions: SIZES.map(size => ({
      value: size,
      label: t('paging.size', { size }),
    })),
    hasNextPage: Boolean(nextCursor),
    hasPreviousPage: index > 0,
    // While the page asked for is on its way, `nextCursor` leads to that page, and not to the one behind it.
    onNextPage: () => nextCursor && !stale && next(nextCursor),
    onPreviousPage: previous,
    onPageSizeChange: setPageSize,
    getLabel: () =>
      t('paging.page', {
        from: offset + 1,
        to: offset + items.length,
        total: totalItems ?? offset + items.length,
      }),
  };
}
