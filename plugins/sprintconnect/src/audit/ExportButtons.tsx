import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import {
  auditExportFormatSchema,
  type AuditExportFormat,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../api';
import { useMessages } from '../translation';
import { saveFile } from './saveFile';
import { toAuditQuery } from './toAuditQuery';
import type { AuditFilters } from './useAuditFilters';
import styles from './ExportButtons.module.css';

/** Downloads everything that the filters let through. */
export function ExportButtons(props: {
  filters: AuditFilters;
  onError: (error: Error | undefined) => void;
}) {
  const { filters, onError } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const [running, setRunning] = useState<AuditExportFormat>();

  const download = async (format: AuditExportFormat) => {
    setRunning(format);
    onError(undefined);
    try {
      const answer = await client.audit.export({
        ...toAuditQuery(filters, new Date()),
        format,
      });
      saveFile(await answer.blob(), `audit.${format}`);
    } catch (error) {
      onError(error as Error);
    } finally {
      setRunning(undefined);
    }
  };
  return (
    <div className={styles.buttons}>
      {auditExportFormatSchema.options.map(format => (
        <Button
          key={format}
          variant="secondary"
          iconStart={<RiDownloadLine aria-hidden="true" />}
          isPending={running === format}
          isDisabled={running !== undefined}
          onPress={() => download(format)}
        >
          {t(`audit.export.${format}`)}
        </Button>
      ))}
    </div>
  );
}
