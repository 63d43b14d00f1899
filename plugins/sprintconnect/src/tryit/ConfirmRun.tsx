import { Button, Text } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { DescriptionList, InlineCode, Modal } from '../ui';
import type { Run } from './Run';
import type { Tried } from './Tried';

/** Asks before a tool runs that may destroy, and says where it would. */
export function ConfirmRun(props: {
  server: Server;
  capability: Tried;
  /** What waits for a yes. */
  run?: Run;
  onConfirm: (run: Run) => void;
  onClose: () => void;
}) {
  const { server, capability, run, onConfirm, onClose } = props;
  const { name, title = name, annotations } = capability;
  const { t } = useMessages();
  return (
    <Modal
      isOpen={run !== undefined}
      title={t('tryit.confirm.title', { name: title })}
      width={480}
      onClose={onClose}
      buttons={
        <>
          <Button variant="secondary" onPress={onClose}>
            {t('actions.cancel')}
          </Button>
          <Button destructive onPress={() => run && onConfirm(run)}>
            {t('tryit.confirm.run', { name: title })}
          </Button>
        </>
      }
    >
      <Text as="p">
        {t(
          annotations?.destructiveHint === true
            ? 'tryit.confirm.destructive'
            : 'tryit.confirm.unsaid',
        )}
      </Text>
      <DescriptionList
        items={[
          {
            term: t('tryit.confirm.tool'),
            value: <InlineCode>{name}</InlineCode>,
          },
          {
            term: t('tryit.confirm.server'),
            value: server.title ?? server.name,
          },
          { term: t('tryit.confirm.environment'), value: server.environment },
        ]}
      />
    </Modal>
  );
}
