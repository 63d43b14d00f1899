import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import { auditExportFormatSchema } from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../format';
import { useMessages } from '../translation';
import { toAuditQuery } from './toAuditQuery';
import type { AuditFilters } from './useAuditFilters';
import { useExport } from './useExport';
import styles from './ExportButtons.module.css';

/** Downloads everything that the filters let through. */
export function ExportButtons(props: {
  filters: AuditFilters;
  onError: (error: Error | undefined) => void;
}) {
  const { filters, onError } = props;
  const { t } = useMessages();
  const formats = useFormats();
  const toasts = useApi(toastApiRef);
  const { running, start, cancel } = useExport({
    onError,
    onDone: ({ format, bytes }) =>
      toasts.post({
        title: t('audit.export.done', {
          name: `audit.${format}`,
          size: formats.bytes(bytes),
        }),
        status: 'success',
        timeout: 5000,
      }),
  });
  return (
    <div className={styles.buttons}>
      {running && (
        <>
          <Text as="span" color="secondary" className={styles.progress}>
            {t('audit.export.running', {
              size: formats.bytes(running.bytes),
            })}
          </Text>
          <Button variant="tertiary" onPress={cancel}>
            {t('actions.cancel')}
          </Button>
        </>
      )}
      {auditExportFormatSchema.options.map(format => (
        <Button
          key={format}
          variant="secondary"
          iconStart={<RiDownloadLine aria-hidden="true" />}
          isPending={running?.format === format}
          isDisabled={running !== undefined}
          onPress={() => start(format, toAuditQuery(filters, new Date()))}
        >
          {t(`audit.export.${format}`)}
        </Button>
      ))}
    </div>
  );
}
