import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { mayOn } from '../../permission';
import { useMessages } from '../../translation';
import { ErrorNotice, useSubmission } from '../../ui';
import { DriftNotice } from './DriftNotice';

/** What deserves a look, and, for who may change the server, to say that it was looked at. */
export function UnseenChanges(props: { server: Server; onSeen: () => void }) {
  const { server, onSeen } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const { busy, error, submit } = useSubmission();
  const { current: version } = server.snapshot;
  if (!server.drift || version === undefined) return null;
  const acknowledge = () =>
    submit(async () => {
      await client.acknowledgeDrift(server.id, { version });
      onSeen();
    });
  return (
    <>
      <DriftNotice
        drift={server.drift}
        actions={
          mayOn(server, 'update') && (
            <Button
              variant="secondary"
              isPending={busy}
              onPress={() => void acknowledge()}
            >
              {t('drift.acknowledge')}
            </Button>
          )
        }
      />
      {error && <ErrorNotice title={t('drift.refused')} error={error} />}
    </>
  );
}
