import { useState } from 'react';
import { Button } from '@backstage/ui';
import { RiFileListLine, RiRefreshLine } from '@remixicon/react';
import {
  auditReadPermission,
  type AuditRecord,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../format';
import { NoPermission } from '../permission';
import { useMessages } from '../translation';
import {
  EmptyState,
  ErrorNotice,
  Listing,
  ListingControls,
  NoMatch,
} from '../ui';
import { AuditDetail } from './AuditDetail';
import { AuditFilterBar } from './AuditFilterBar';
import { AuditTable } from './AuditTable';
import { ExportButtons } from './ExportButtons';
import { MEMORY_BYTES_MAX, TooLargeForMemory } from './memorySink';
import { useAuditFilters } from './useAuditFilters';
import { useAuditList } from './useAuditList';

/** Who did what in the organisation. */
export function AuditPage() {
  const { t } = useMessages();
  const address = useAuditFilters();
  const { filters, narrowed, change, clear } = address;
  const list = useAuditList(filters);
  const [opened, setOpened] = useState<AuditRecord>();
  const [exportError, setExportError] = useState<Error>();
  return (
    <Listing
      loaded={list.page}
      refused={
        // Whoever may not read requests without a name may still read the log.
        !filters.anonymous && (
          <NoPermission
            title={t('admin.audit.refused')}
            permission={auditReadPermission}
          />
        )
      }
      total={({ totalItems }) =>
        totalItems === undefined
          ? undefined
          : t('audit.total', { count: totalItems })
      }
      controls={
        <>
          <AuditFilterBar
            filters={filters}
            narrowed={narrowed}
            onChange={change}
            onClear={clear}
          />
          <ListingControls>
            <Button
              variant="secondary"
              iconStart={<RiRefreshLine aria-hidden="true" />}
              onPress={list.page.reload}
            >
              {t('audit.reload')}
            </Button>
            <ExportButtons filters={filters} onError={setExportError} />
          </ListingControls>
          {exportError && <ExportNotice error={exportError} />}
        </>
      }
    >
      <AuditTable
        list={list}
        onOpen={setOpened}
        emptyState={<Empty narrowed={narrowed} onClear={clear} />}
      />
      <AuditDetail record={opened} onClose={() => setOpened(undefined)} />
    </Listing>
  );
}

function ExportNotice(props: { error: Error }) {
  const { error } = props;
  const { t } = useMessages();
  const { bytes } = useFormats();
  const size = bytes(MEMORY_BYTES_MAX);
  return (
    <ErrorNotice
      title={t('audit.export.failed')}
      error={
        error instanceof TooLargeForMemory
          ? new Error(t('audit.export.tooLarge', { size }))
          : error
      }
    />
  );
}

function Empty(props: { narrowed: boolean; onClear: () => void }) {
  const { narrowed, onClear } = props;
  const { t } = useMessages();
  return narrowed ? (
    <NoMatch
      title={t('audit.noMatch.title')}
      description={t('audit.noMatch.description')}
      onClear={onClear}
    />
  ) : (
    <EmptyState
      icon={<RiFileListLine size={28} />}
      title={t('audit.empty.title')}
      description={t('audit.empty.description')}
    />
  );
}
