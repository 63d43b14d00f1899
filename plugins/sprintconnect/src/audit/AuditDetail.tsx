import { useMemo } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink } from '@backstage/ui';
import type { AuditRecord } from '@sprintconnect/plugin-sprintconnect-common';
import { serverRouteRef } from '../routes';
import { useMessages } from '../translation';
import { CodeBlock, CopyableCode, DescriptionList, Modal, Moment } from '../ui';
import { OutcomePill } from './OutcomePill';
import { useAuditWords } from './useAuditWords';

/** One entry, whole. */
export function AuditDetail(props: {
  record?: AuditRecord;
  onClose: () => void;
}) {
  const { record, onClose } = props;
  const { t } = useMessages();
  const serverPath = useRouteRef(serverRouteRef);
  const href =
    record?.target.type === 'server'
      ? serverPath?.({ serverId: record.target.id })
      : undefined;
  return (
    <Modal
      isOpen={record !== undefined}
      title={t('audit.detail.title')}
      width={720}
      onClose={onClose}
      buttons={
        <>
          {href && (
            <ButtonLink variant="secondary" href={href}>
              {t('audit.detail.openServer')}
            </ButtonLink>
          )}
          <Button onPress={onClose}>{t('audit.detail.close')}</Button>
        </>
      }
    >
      {record && <Said record={record} />}
    </Modal>
  );
}

function Said(props: { record: AuditRecord }) {
  const { record } = props;
  const { t } = useMessages();
  const { at, caller, action, target, outcome, reason, meta } = record;
  const words = useAuditWords(useMemo(() => [record], [record]));
  const said = words.targetOf(record);
  const copyable = (
    ['id', 'requestId', 'traceId', 'address', 'policyHash', 'hash'] as const
  ).map(name => ({
    term: t(`audit.detail.${name}`),
    value: record[name] && (
      <Copyable text={record[name]} what={t(`audit.detail.${name}`)} />
    ),
  }));
  return (
    <>
      <DescriptionList
        items={[
          {
            term: t('audit.detail.at'),
            value: <Moment at={at} form="exact" />,
          },
          {
            term: t('audit.detail.who'),
            value: <Copyable text={caller.ref} what={t('audit.detail.who')} />,
          },
          {
            term: t('audit.detail.actor'),
            value: caller.actor && (
              <Copyable text={caller.actor} what={t('audit.detail.actor')} />
            ),
          },
          {
            term: t('audit.detail.action'),
            value: (
              <>
                {words.actionOf(action)}
                <Copyable text={action} what={t('audit.detail.action')} />
              </>
            ),
          },
          {
            term: t('audit.detail.target'),
            value: (
              <>
                {[said.type, said.name].filter(Boolean).join(': ')}
                <Copyable text={target.id} what={t('audit.detail.target')} />
              </>
            ),
          },
          {
            term: t('audit.detail.outcome'),
            value: <OutcomePill outcome={outcome} />,
          },
          { term: t('audit.detail.reason'), value: reason },
          {
            term: t('audit.detail.seq'),
            value: record.seq ?? t('audit.detail.unsealed'),
          },
          ...copyable,
        ]}
      />
      {meta && (
        <CodeBlock
          code={JSON.stringify(meta, null, 2)}
          caption={t('audit.detail.meta')}
          label={t('audit.detail.copy', { what: t('audit.detail.meta') })}
        />
      )}
    </>
  );
}

function Copyable(props: { text: string; what: string }) {
  const { text, what } = props;
  const { t } = useMessages();
  return <CopyableCode text={text} label={t('audit.detail.copy', { what })} />;
}
