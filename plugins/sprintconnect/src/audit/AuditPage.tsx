import { useState } from 'react';
import { Button, VisuallyHidden } from '@backstage/ui';
import { RiFileListLine, RiRefreshLine, RiSearchLine } from '@remixicon/react';
import {
  auditReadPermission,
  type AuditRecord,
} from '@sprintconnect/plugin-sprintconnect-common';
import { isRefusal, NoPermission } from '../permission';
import { useMessages } from '../translation';
import { EmptyState, ErrorNotice } from '../ui';
import { AuditDetail } from './AuditDetail';
import { AuditFilterBar } from './AuditFilterBar';
import { AuditTable } from './AuditTable';
import { ExportButtons } from './ExportButtons';
import { useAuditFilters } from './useAuditFilters';
import { useAuditList } from './useAuditList';
import styles from './AuditPage.module.css';

/** Who did what in the organisation. */
export function AuditPage() {
  const { t } = useMessages();
  const address = useAuditFilters();
  const { filters, narrowed, change, clear } = address;
  const list = useAuditList(filters);
  const [opened, setOpened] = useState<AuditRecord>();
  const [exportError, setExportError] = useState<Error>();
  const { error, value } = list.page;
  if (isRefusal(error) && !filters.anonymous) {
    return (
      <NoPermission
        title={t('audit.refused')}
        permission={auditReadPermission}
      />
    );
  }
  return (
    <>
      <div className={styles.page}>
        <AuditFilterBar
          filters={filters}
          narrowed={narrowed}
          onChange={change}
          onClear={clear}
        />
        <div className={styles.controls}>
          <Button
            variant="secondary"
            iconStart={<RiRefreshLine aria-hidden="true" />}
            onPress={list.page.reload}
          >
            {t('audit.reload')}
          </Button>
          <ExportButtons filters={filters} onError={setExportError} />
        </div>
        {exportError && (
          <ErrorNotice title={t('audit.export.failed')} error={exportError} />
        )}
        {error && (
          <ErrorNotice
            title={value && t('errors.stale')}
            error={error}
            onRetry={list.page.reload}
          />
        )}
        <VisuallyHidden role="status">
          {value?.totalItems === undefined
            ? t('states.loading')
            : t('audit.total', { count: value.totalItems })}
        </VisuallyHidden>
        {(value || !error) && (
          <AuditTable
            list={list}
            onOpen={setOpened}
            emptyState={<Empty narrowed={narrowed} onClear={clear} />}
          />
        )}
      </div>
      <AuditDetail record={opened} onClose={() => setOpened(undefined)} />
    </>
  );
}

function Empty(props: { narrowed: boolean; onClear: () => void }) {
  const { narrowed, onClear } = props;
  const { t } = useMessages();
  return narrowed ? (
    <EmptyState
      icon={<RiSearchLine size={28} />}
      title={t('audit.noMatch.title')}
      description={t('audit.noMatch.description')}
      actions={
        <Button variant="secondary" onPress={onClear}>
          {t('audit.filters.clear')}
        </Button>
      }
    />
  ) : (
    <EmptyState
      icon={<RiFileListLine size={28} />}
      title={t('audit.empty.title')}
      description={t('audit.empty.description')}
    />
  );
}
