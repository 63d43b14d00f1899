import { useState } from 'react';
import { Button, Text, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { Modal } from '../ui';
import styles from './ConnectDialog.module.css';
import { DirectWay } from './DirectWay';
import { ThroughWay } from './ThroughWay';
import type { OwnKey } from './NewKey';

const ways = ['through', 'direct'] as const;
type Way = (typeof ways)[number];

/** Everything that a reader needs to connect an agent to a server or, without one, to all that they may use. */
export function ConnectDialog(props: { server?: Server; onClose: () => void }) {
  const { server, onClose } = props;
  const { t } = useMessages();
  const [way, setWay] = useState<Way>('through');
  const [key, setKey] = useState<OwnKey>({ isStored: false });
  const isUnstored = key.issued !== undefined && !key.isStored;
  return (
    <Modal
      title={
        server
          ? t('connect.titleOf', { name: server.title ?? server.name })
          : t('connect.title')
      }
      width={760}
      busy={isUnstored}
      stays
      onClose={onClose}
      buttons={
        <>
          {isUnstored && (
            <Text variant="body-small" color="secondary">
              {t('connect.key.storeFirst')}
            </Text>
          )}
          <Button isDisabled={isUnstored} onPress={onClose}>
            {t('connect.close')}
          </Button>
        </>
      }
    >
      {server && (
        <WayChoice way={way} onChange={setWay} isDisabled={isUnstored} />
      )}
      {server && way === 'direct' ? (
        <DirectWay server={server} />
      ) : (
        <ThroughWay server={server} ownKey={key} onKey={setKey} />
      )}
    </Modal>
  );
}

function WayChoice(props: {
  way: Way;
  onChange: (way: Way) => void;
  isDisabled: boolean;
}) {
  const { way, onChange, isDisabled } = props;
  const { t } = useMessages();
  return (
    <div className={styles.choice}>
      <ToggleButtonGroup
        aria-label={t('connect.way.label')}
        selectionMode="single"
        disallowEmptySelection
        isDisabled={isDisabled}
        selectedKeys={[way]}
        onSelectionChange={chosen => {
          const [next] = chosen;
          if (next) onChange(next as Way);
        }}
      >
        {ways.map(each => (
          <ToggleButton key={each} id={each}>
            {t(`connect.way.${each}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Text as="p" variant="body-small" color="secondary">
        {t(`connect.way.${way}Text`)}
      </Text>
    </div>
  );
}
