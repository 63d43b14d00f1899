import { useState } from 'react';
import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Radio, RadioGroup, Text } from '@backstage/ui';
import {
  type EgressRule,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useMessages } from '../../translation';
import {
  FaultyTextField,
  FormDialog,
  OneOfFilter,
  useSubmission,
} from '../../ui';
import { bodyOf, draftOf, faultsOf, type RuleDraft } from './ruleDraft';
import { useRuleName } from './useRuleName';

/** What takes away from a rule what its form leaves empty. */
const EMPTY = { environment: null, range: null, ports: null, note: null };

/** Makes a rule, or changes one. */
export function RuleDialog(props: {
  rule: EgressRule | undefined;
  environments: readonly string[];
  onSaved: () => void;
  onClose: () => void;
}) {
  const { rule, environments, onSaved, onClose } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  const { nameOf } = useRuleName();
  const [draft, setDraft] = useState<RuleDraft>(() => draftOf(rule));
  const [tried, setTried] = useState(false);
  const submission = useSubmission();
  const faults = faultsOf(draft);
  const change = (changes: Partial<RuleDraft>) =>
    setDraft(before => ({ ...before, ...changes }));
  const said = saidOf(submission.error);

  const submit = () => {
    setTried(true);
    if (faults.host || faults.ports) return;
    submission.submit(async () => {
      const body = bodyOf(draft);
      const saved = rule
        ? await client.egress.update(rule, { ...EMPTY, ...body })
        : await client.egress.create(body);
      toasts.post({
        title: t('egress.form.done', { destination: nameOf(saved) }),
        status: 'success',
        timeout: 5000,
      });
      onSaved();
      onClose();
    });
  };
  return (
    <FormDialog
      title={t(rule ? 'egress.form.editTitle' : 'egress.form.addTitle')}
      width={600}
      submitLabel={t(rule ? 'egress.form.submitEdit' : 'egress.form.submitAdd')}
      submission={submission}
      errorTitle={t('egress.form.failed')}
      onSubmit={submit}
      onClose={onClose}
    >
      <RadioGroup
        label={t('egress.form.action')}
        description={t('egress.form.actionHelp')}
        orientation="horizontal"
        value={draft.action}
        onChange={action => change({ action: action as RuleDraft['action'] })}
      >
        {(['allow', 'deny'] as const).map(each => (
          <Radio key={each} value={each}>
            {t(`egress.actions.${each}`)}
          </Radio>
        ))}
      </RadioGroup>
      <OneOfFilter
        label={t('egress.environment')}
        chosen={draft.environment}
        any={t('egress.allEnvironments')}
        options={environments.map(value => ({ value, label: value }))}
        onChange={environment => change({ environment })}
      />
      <FaultyTextField
        label={t('egress.form.host')}
        help={t('egress.form.hostHelp')}
        value={draft.host}
        onChange={host => change({ host })}
        fault={
          tried && faults.host ? t('egress.form.faults.host') : said('host')
        }
      />
      <FaultyTextField
        label={t('egress.form.range')}
        help={t('egress.form.rangeHelp')}
        value={draft.range}
        onChange={range => change({ range })}
        fault={said('range')}
      />
      <FaultyTextField
        label={t('egress.form.ports')}
        help={t('egress.form.portsHelp')}
        value={draft.ports}
        onChange={ports => change({ ports })}
        fault={
          tried && faults.ports ? t('egress.form.faults.ports') : said('ports')
        }
      />
      <FaultyTextField
        label={t('egress.form.note')}
        value={draft.note}
        onChange={note => change({ note })}
        fault={said('note')}
      />
      <Text as="p" color="secondary">
        {t('egress.form.openConnections')}
      </Text>
    </FormDialog>
  );
}

/** What the backend says of a field. */
function saidOf(error: Error | undefined) {
  const errors =
    (error instanceof SprintConnectError && error.problem?.errors) || [];
  return (field: string) =>
    errors.find(({ path }) => path.split('[')[0] === field)?.message;
}
