import type { ReactNode } from 'react';
import { Alert } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';

/** That a server has changed in a way that deserves a look; nothing where it has not. */
export function DriftNotice(props: {
  drift: Server['drift'];
  /** What can be done about it. */
  actions?: ReactNode;
}) {
  const { drift, actions } = props;
  const { t } = useMessages();
  if (!drift) return null;
  return (
    <Alert
      icon
      status="warning"
      title={t('drift.title', {
        count: drift.warnings,
        version: String(drift.sinceVersion),
      })}
      description={t('drift.description')}
      customActions={actions}
    />
  );
}
