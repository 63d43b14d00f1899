import { useState } from 'react';
import { Alert, Radio, RadioGroup } from '@backstage/ui';
import {
  capabilityUsePermission,
  endpointClientNames,
  endpointConfiguration,
  type Me,
  type OwnConnection,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { NoPermission, useMe } from '../permission';
import { useMessages } from '../translation';
import { CodeBlock, TwoLines, WhenLoaded } from '../ui';
import { type Access, AccessChoice } from './AccessChoice';
import { ClientTabs, type FileOfClient } from './ClientTabs';
import { endpointOf } from './endpointOf';
import type { OwnKey } from './NewKey';

interface KeyState {
  ownKey: OwnKey;
  onKey: (key: OwnKey) => void;
}

/** How to connect through SprintConnect, for who may use anything there. */
export function ThroughWay(props: { server?: Server } & KeyState) {
  const { t } = useMessages();
  return (
    <WhenLoaded loaded={useMe()} quiet lines={8}>
      {me => {
        if (!me.permissions.includes(capabilityUsePermission.name)) {
          return (
            <NoPermission
              title={t('connect.refused')}
              permission={capabilityUsePermission}
            />
          );
        }
        return me.connect ? (
          <Ways {...props} me={me} connect={me.connect} />
        ) : (
          <Alert
            icon
            status="warning"
            title={t('connect.unknown')}
            description={t('connect.unknownText')}
          />
        );
      }}
    </WhenLoaded>
  );
}

function Ways(
  props: { server?: Server; me: Me; connect: OwnConnection } & KeyState,
) {
  const { server, me, connect, ownKey, onKey } = props;
  const { t } = useMessages();
  const [what, setWhat] = useState<'server' | 'all'>('server');
  const [chosen, setChosen] = useState<Access>();
  const access = chosen ?? (connect.signIn ? 'sign-in' : 'key');
  const target = what === 'server' ? server : undefined;
  const endpoint = endpointOf(connect, target);
  return (
    <>
      {server && server.status !== 'active' && (
        <Alert
          icon
          status="warning"
          title={t('connect.outOfUse', {
            status: t(`status.${server.status}`),
          })}
        />
      )}
      {server && (
        <RadioGroup
          label={t('connect.what.label')}
          value={what}
          onChange={next => setWhat(next as typeof what)}
        >
          <Radio value="server">
            {t('connect.what.server', { name: server.title ?? server.name })}
          </Radio>
          <Radio value="all">
            <TwoLines below={t('connect.what.allText')}>
              {t('connect.what.all')}
            </TwoLines>
          </Radio>
        </RadioGroup>
      )}
      <CodeBlock
        code={endpoint.url}
        caption={t('connect.address')}
        label={t('connect.copyAddress')}
        wrap
      />
      <AccessChoice
        {...{ access, ownKey, onKey, me }}
        signIn={connect.signIn}
        subject={target && (target.title ?? target.name)}
        onChange={setChosen}
      />
      <Clients endpoint={endpoint} access={access} />
    </>
  );
}

function Clients(props: {
  endpoint: { name: string; url: string };
  access: Access;
}) {
  const { endpoint, access } = props;
  const { t } = useMessages();
  const files = endpointClientNames.map(client => ({
    client,
    file: endpointConfiguration(endpoint, { client, access }),
  }));
  const noteOf = ({ client, file: { credential } }: FileOfClient) => {
    if (!credential) return undefined;
    const words = [
      ...(access === 'sign-in'
        ? [
            t('connect.credential.noSignIn', {
              client: t(`connect.clients.${client}`),
            }),
          ]
        : []),
      'variable' in credential
        ? t('connect.credential.variable', credential)
        : t(
            'prompt' in credential
              ? 'connect.credential.prompt'
              : 'connect.credential.placeholder',
          ),
    ];
    return words.join(' ');
  };
  return <ClientTabs files={files} noteOf={noteOf} />;
}
