import { RiAlertLine } from '@remixicon/react';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { Pill } from '../../ui';

/** How many changes of a server deserve a look that nobody has given them yet; nothing where there are none. */
export function DriftPill(props: { drift: Server['drift'] }) {
  const { drift } = props;
  const { t } = useMessages();
  if (!drift) return null;
  return (
    <Pill
      tone="warning"
      icon={<RiAlertLine aria-hidden="true" />}
      tip={t('drift.meaning', { version: String(drift.sinceVersion) })}
    >
      {t('drift.warnings', { count: drift.warnings })}
    </Pill>
  );
}
