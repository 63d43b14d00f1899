import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { Panel } from '../ui';
import { ConnectSummary } from './ConnectSummary';

/** How to connect to a server, as a section of a page. */
export function ConnectPanel(props: { server: Server }) {
  const { t } = useMessages();
  return (
    <Panel title={t('connect.title')} description={t('connect.description')}>
      <ConnectSummary {...props} />
    </Panel>
  );
}
