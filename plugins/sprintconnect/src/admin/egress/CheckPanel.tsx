import { type FormEvent, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button, Select } from '@backstage/ui';
import type { EgressCheck } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useMessages } from '../../translation';
import {
  DescriptionList,
  ErrorNotice,
  FaultyTextField,
  Panel,
  useSubmission,
} from '../../ui';
import { useRuleName } from './useRuleName';
import styles from './EgressPage.module.css';

/** Would a URL be allowed, and why. */
export function CheckPanel(props: { environments: readonly string[] }) {
  const { environments } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const [url, setUrl] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [tried, setTried] = useState(false);
  const [check, setCheck] = useState<EgressCheck>();
  const submission = useSubmission();
  const environment = chosen ?? environments.at(-1) ?? '';
  const isEmpty = url.trim() === '';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setCheck(undefined);
    if (isEmpty || !environment) return;
    submission.submit(async () => {
      setCheck(await client.egress.check({ url: url.trim(), environment }));
    });
  };
  return (
    <Panel
      title={t('egress.check.title')}
      description={t('egress.check.description')}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        <FaultyTextField
          label={t('egress.check.url')}
          type="url"
          placeholder="https://mcp.example.com/mcp"
          value={url}
          onChange={setUrl}
          fault={tried && isEmpty ? t('egress.check.fault') : undefined}
        />
        <Select
          label={t('egress.environment')}
          value={environment}
          options={environments.map(each => ({ value: each, label: each }))}
          onChange={key => setChosen(String(key))}
        />
        <Button type="submit" variant="secondary" isPending={submission.busy}>
          {t('egress.check.submit')}
        </Button>
        <div role="status">{check && <Answer check={check} />}</div>
        {submission.error && (
          <ErrorNotice
            title={t('egress.check.failed')}
            error={submission.error}
          />
        )}
      </form>
    </Panel>
  );
}

function Answer(props: { check: EgressCheck }) {
  const { allowed, why, rule, addresses } = props.check;
  const { t } = useMessages();
  const { nameOf } = useRuleName();
  const facts = [
    ...(rule ? [{ term: t('egress.check.rule'), value: nameOf(rule) }] : []),
    ...(addresses?.length
      ? [
          {
            term: t('egress.check.addresses'),
            value: addresses.map(({ address }) => address).join(', '),
          },
        ]
      : []),
  ];
  return (
    <Alert
      icon
      status={allowed ? 'success' : 'danger'}
      title={t(allowed ? 'egress.check.allowed' : 'egress.check.refused')}
      description={
        <>
          {why}
          {facts.length > 0 && <DescriptionList items={facts} />}
        </>
      }
    />
  );
}
