import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Accordion, AccordionPanel, AccordionTrigger } from '@backstage/ui';
import {
  type IssuedApiKey,
  limits,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { ExpiryField } from '../../keys';
import { useMessages } from '../../translation';
import { FaultyTextField, FormDialog, useSubmission } from '../../ui';
import { GrantFields } from './GrantFields';
import {
  bodyOf,
  emptyDraft,
  faultsOf,
  type KeyDraft,
  type KeyFault,
} from './keyDraft';

/** Asks for everything a new key is. What it makes goes to `onIssued`, with the secret. */
export function CreateKeyDialog(props: {
  onIssued: (key: IssuedApiKey) => void;
  onClose: () => void;
}) {
  const { onIssued, onClose } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const [draft, setDraft] = useState<KeyDraft>(emptyDraft);
  const [tried, setTried] = useState(false);
  const [advanced, setAdvanced] = useState(false);
  const submission = useSubmission();
  const faults = tried ? faultsOf(draft, new Date()) : [];
  const change = (changes: Partial<KeyDraft>) =>
    setDraft(before => ({ ...before, ...changes }));

  const submit = () => {
    setTried(true);
    const now = new Date();
    const found = faultsOf(draft, now);
    // What is wrong must not stay folded away.
    if (found.includes('thumbprint')) setAdvanced(true);
    if (found.length > 0) return;
    submission.submit(async () =>
      onIssued(await client.keys.create(bodyOf(draft, now))),
    );
  };
  const maximum = limits.nameLength;
  const says = (fault: KeyFault, text: string) =>
    faults.includes(fault) ? text : undefined;
  return (
    <FormDialog
      title={t('keys.form.title')}
      width={760}
      submitLabel={t('keys.form.submit')}
      submission={submission}
      errorTitle={t('keys.form.failed')}
      onSubmit={submit}
      onClose={onClose}
    >
      <FaultyTextField
        isRequired
        label={t('keys.form.name')}
        help={t('keys.form.nameHelp')}
        value={draft.name}
        onChange={name => change({ name })}
        fault={
          says('name', t('keys.form.faults.name')) ??
          says('nameTooLong', t('keys.form.faults.nameTooLong', { maximum }))
        }
      />
      <GrantFields
        draft={draft}
        onChange={change}
        faulty={faults.includes('grants')}
      />
      <ExpiryField
        expiry={draft.expiry}
        onChange={expiry => change({ expiry })}
        faulty={faults.includes('date')}
      />
      <Accordion isExpanded={advanced} onExpandedChange={setAdvanced}>
        <AccordionTrigger
          title={t('keys.form.advanced')}
          subtitle={t('keys.form.advancedHelp')}
        />
        <AccordionPanel>
          <FaultyTextField
            label={t('keys.form.thumbprint')}
            help={t('keys.form.thumbprintHelp')}
            value={draft.thumbprint}
            onChange={thumbprint => change({ thumbprint })}
            fault={says('thumbprint', t('keys.form.faults.thumbprint'))}
          />
        </AccordionPanel>
      </Accordion>
    </FormDialog>
  );
}
