import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink } from '@backstage/ui';
import type { Call } from '@sprintconnect/plugin-sprintconnect-common';
import { callRouteRef } from '../routes';
import { useMessages } from '../translation';
import { Modal, WhenLoaded } from '../ui';
import { CallFacts } from './CallFacts';
import { useCall } from './useCall';

/** A call of a list, whole, with the way to its own page. */
export function CallDialog(props: { call: Call; onClose: () => void }) {
  const { call: known, onClose } = props;
  const { t } = useMessages();
  const callPath = useRouteRef(callRouteRef);
  const loaded = useCall(known.id, known);
  return (
    <Modal
      title={t('calls.detail.title')}
      width={720}
      onClose={onClose}
      buttons={
        <>
          {callPath && (
            <ButtonLink
              variant="secondary"
              href={callPath({ callId: known.id })}
            >
              {t('calls.detail.page')}
            </ButtonLink>
          )}
          <Button onPress={onClose}>{t('calls.detail.close')}</Button>
        </>
      }
    >
      <WhenLoaded loaded={loaded}>
        {call => <CallFacts call={call} />}
      </WhenLoaded>
    </Modal>
  );
}
