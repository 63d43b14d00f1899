import type { ReactNode } from 'react';
import { Button } from '@backstage/ui';
import type { ApiKey } from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../../format';
import { useMessages } from '../../translation';
import {
  CopyableCode,
  DescriptionList,
  InlineCode,
  Modal,
  Moment,
} from '../../ui';
import { SubjectName } from '../subjects/SubjectName';
import { Grants } from './Grants';
import { KeyStatusPill } from './KeyStatusPill';

/** A key, whole but for its secret. */
export function KeyDetail(props: {
  apiKey: ApiKey;
  onRotate: () => void;
  onRevoke: () => void;
  onClose: () => void;
}) {
  const { apiKey, onRotate, onRevoke, onClose } = props;
  const { t } = useMessages();
  return (
    <Modal
      title={apiKey.name}
      width={680}
      onClose={onClose}
      buttons={
        <>
          {apiKey.status !== 'revoked' && (
            <>
              <Button variant="secondary" destructive onPress={onRevoke}>
                {t('keys.revoke.action')}
              </Button>
              <Button variant="secondary" onPress={onRotate}>
                {t('keys.rotate.action')}
              </Button>
            </>
          )}
          <Button onPress={onClose}>{t('keys.detail.close')}</Button>
        </>
      }
    >
      <DescriptionList items={useFacts(apiKey)} />
    </Modal>
  );
}

function useFacts(apiKey: ApiKey): Array<{ term: string; value?: ReactNode }> {
  const { t } = useMessages();
  const { date } = useFormats();
  const { scopes, roles, previous, dpopThumbprint } = apiKey;
  const most = scopes.length + roles.length;
  const when = (at: string | undefined) => at && <Moment at={at} />;
  return [
    {
      term: t('keys.columns.status'),
      value: <KeyStatusPill status={apiKey.status} />,
    },
    {
      term: t('keys.detail.prefix'),
      value: (
        <CopyableCode
          text={apiKey.prefix}
          label={t('keys.detail.copyPrefix')}
        />
      ),
    },
    {
      term: t('keys.detail.scopes'),
      value:
        scopes.length > 0 ? (
          <Grants apiKey={{ scopes, roles: [] }} most={most} />
        ) : (
          t('keys.detail.noScopes')
        ),
    },
    {
      term: t('keys.detail.roles'),
      value:
        roles.length > 0 ? (
          <Grants apiKey={{ scopes: [], roles }} most={most} />
        ) : (
          t('keys.detail.noRoles')
        ),
    },
    {
      term: t('keys.detail.lastUsed'),
      value: when(apiKey.lastUsedAt) ?? t('keys.neverUsed'),
    },
    {
      term: t('keys.detail.expires'),
      value: when(apiKey.expiresAt) ?? t('keys.never'),
    },
    { term: t('keys.detail.revoked'), value: when(apiKey.revokedAt) },
    {
      term: t('keys.detail.previous'),
      value:
        previous &&
        t('keys.detail.previousText', {
          prefix: previous.prefix,
          until: date(previous.expiresAt, 'dateTime'),
        }),
    },
    {
      term: t('keys.detail.createdBy'),
      value: <SubjectName subject={apiKey.createdBy} />,
    },
    { term: t('keys.detail.created'), value: when(apiKey.createdAt) },
    {
      term: t('keys.detail.thumbprint'),
      value: dpopThumbprint && <InlineCode>{dpopThumbprint}</InlineCode>,
    },
    {
      term: t('keys.detail.id'),
      value: <CopyableCode text={apiKey.id} label={t('keys.detail.copyId')} />,
    },
  ];
}
