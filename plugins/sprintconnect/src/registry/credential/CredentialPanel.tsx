import { useRef, useState } from 'react';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, ButtonLink, Text } from '@backstage/ui';
import { RiKey2Line, RiLoopRightLine } from '@remixicon/react';
import {
  type Credential,
  credentialManagePermission,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import {
  EndOverlapDialog,
  RotateDialog,
  useCredentialFacts,
} from '../../credentials';
import { useMay } from '../../permission';
import { credentialsRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import {
  DescriptionList,
  Panel,
  useFocusKept,
  useLoad,
  WhenLoaded,
} from '../../ui';
import { RemoveCredentialDialog } from './RemoveCredentialDialog';
import styles from './CredentialPanel.module.css';

type Opened = 'rotate' | 'endOverlap' | 'remove';

/** The credential of a server, for who may change it: what is known of it, and all that can be done with it. */
export function CredentialPanel(props: {
  server: Server;
  /** Opens the dialog in which a credential is given. */
  onAdd: () => void;
  /** The credential is another now. */
  onChanged: () => void;
}) {
  const { server, onAdd, onChanged } = props;
  const { t } = useMessages();
  const { id, credentialRef, revision } = server;
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad(
    JSON.stringify([id, credentialRef, revision]),
    async signal =>
      credentialRef === undefined
        ? null
        : client.credentials.ofServer(id, { signal }),
  );
  return (
    <Panel title={t('credentials.panel.title')}>
      <WhenLoaded
        loaded={loaded}
        lines={4}
        failed={t('credentials.panel.failed')}
        missing={
          <NoCredential text={t('credentials.panel.gone')} onAdd={onAdd} />
        }
      >
        {credential =>
          credential && credentialRef !== undefined ? (
            <KnownCredential
              server={server}
              credential={credential}
              onAdd={onAdd}
              onChanged={() => {
                loaded.reload();
                onChanged();
              }}
              // The server says that it has none; asking for it would be answered 404.
              onRemoved={onChanged}
            />
          ) : (
            <NoCredential
              text={t(
                asksForLogin(server)
                  ? 'credentials.panel.wantedText'
                  : 'credentials.panel.none',
              )}
              onAdd={onAdd}
            />
          )
        }
      </WhenLoaded>
    </Panel>
  );
}

/** Whether it is known that the server wants a credential, or another one. */
export function asksForLogin({
  health,
  lastError,
}: Pick<Server, 'health' | 'lastError'>): boolean {
  return (
    health.status === 'login-required' ||
    lastError?.code === 'login-required' ||
    lastError?.code === 'auth'
  );
}

function NoCredential(props: { text: string; onAdd: () => void }) {
  const { text, onAdd } = props;
  const { t } = useMessages();
  return (
    <div className={styles.panel}>
      <Text as="p" color="secondary">
        {text}
      </Text>
      <div className={styles.actions}>
        <Button
          variant="secondary"
          iconStart={<RiKey2Line aria-hidden="true" />}
          onPress={onAdd}
        >
          {t('credentials.add.action')}
        </Button>
      </div>
    </div>
  );
}

function KnownCredential(props: {
  server: Server;
  credential: Credential;
  onAdd: () => void;
  onChanged: () => void;
  onRemoved: () => void;
}) {
  const { server, credential, onAdd, onChanged, onRemoved } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const [opened, setOpened] = useState<Opened>();
  const panel = useRef<HTMLDivElement>(null);
  useFocusKept(opened !== undefined, panel, credential);
  const facts = useCredentialFacts(credential);
  const close = () => setOpened(undefined);
  return (
    <div ref={panel} tabIndex={-1} className={styles.panel}>
      {asksForLogin(server) && (
        <Alert
          icon
          status="warning"
          title={t('credentials.panel.rejected')}
          description={t('credentials.panel.rejectedText')}
        />
      )}
      <DescriptionList
        items={[
          { term: t('credentials.facts.name'), value: credential.name },
          ...facts,
        ]}
      />
      <Actions credential={credential} onOpen={setOpened} onAdd={onAdd} />
      {opened === 'rotate' && (
        <RotateDialog
          credential={credential}
          name={t('credentials.rotate.ofServer', {
            name: server.title ?? server.name,
          })}
          send={body => client.credentials.putOfServer(server, body)}
          onRotated={onChanged}
          onClose={close}
        />
      )}
      {opened === 'endOverlap' && (
        <EndOverlapDialog
          credential={credential}
          onEnded={onChanged}
          onClose={close}
        />
      )}
      {opened === 'remove' && (
        <RemoveCredentialDialog
          server={server}
          credential={credential}
          onRemoved={onRemoved}
          onClose={close}
        />
      )}
    </div>
  );
}

function Actions(props: {
  credential: Credential;
  onOpen: (what: Opened) => void;
  onAdd: () => void;
}) {
  const { credential, onOpen, onAdd } = props;
  const { t } = useMessages();
  const mayManage = useMay(credentialManagePermission);
  const admin = useRouteRef(credentialsRouteRef)?.();
  const { shared, previous } = credential;
  return (
    <div className={styles.actions}>
      {!shared && (
        <Button
          variant="secondary"
          iconStart={<RiLoopRightLine aria-hidden="true" />}
          onPress={() => onOpen('rotate')}
        >
          {t('credentials.rotate.action')}
        </Button>
      )}
      {shared && mayManage && previous && (
        <Button variant="secondary" onPress={() => onOpen('endOverlap')}>
          {t('credentials.endOverlap.action')}
        </Button>
      )}
      {shared && mayManage && admin && (
        <ButtonLink variant="secondary" href={admin}>
          {t('credentials.panel.manage')}
        </ButtonLink>
      )}
      <Button variant="tertiary" onPress={onAdd}>
        {t('credentials.add.change')}
      </Button>
      <Button variant="tertiary" destructive onPress={() => onOpen('remove')}>
        {t('credentials.remove.action')}
      </Button>
    </div>
  );
}
