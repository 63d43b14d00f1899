import type { TablePaginationType } from '@backstage/ui';
import type { Page } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import type { Paging } from './usePaging';

const SIZES = [20, 50, 100];

/** The foot of a table that shows one page of a list: which one of how many, and the way to the others. */
export function useTablePagination(
  page: Page<unknown> | undefined,
  paging: Paging,
): TablePaginationType {
  const { t } = useMessages();
  const { items = [], nextCursor, totalItems } = page ?? {};
  const { index, pageSize, setPageSize, next, previous } = paging;
  if (items.length === 0) return { type: 'none' };
  const offset = index * pageSize;
  return {
    type: 'page',
    pageSize,
    offset,
    totalCount: totalItems,
    pageSizeOptions: SIZES.map(size => ({
      value: size,
      label: t('paging.size', { size: String(size) }),
    })),
    hasNextPage: Boolean(nextCursor),
    hasPreviousPage: index > 0,
    onNextPage: () => nextCursor && next(nextCursor),
    onPreviousPage: previous,
    onPageSizeChange: setPageSize,
    getLabel: () =>
      t('paging.page', {
        from: String(offset + 1),
        to: String(offset + items.length),
        total: String(totalItems ?? offset + items.length),
      }),
  };
}
