import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  TextField,
} from '@backstage/ui';
import {
  type IssuedApiKey,
  limits,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../api';
import { useMessages } from '../../translation';
import { FormDialog, useSubmission } from '../../ui';
import { ExpiryField } from './ExpiryField';
import { GrantFields } from './GrantFields';
import { bodyOf, emptyDraft, faultsOf, type KeyDraft } from './keyDraft';

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
  const submission = useSubmission();
  const faults = tried ? faultsOf(draft, new Date()) : [];
  const change = (changes: Partial<KeyDraft>) =>
    setDraft(before => ({ ...before, ...changes }));

  const submit = () => {
    setTried(true);
    const now = new Date();
    if (faultsOf(draft, now).length > 0) return;
    submission.submit(async () =>
      onIssued(await client.keys.create(bodyOf(draft, now))),
    );
  };
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
      <TextField
        isRequired
        label={t('keys.form.name')}
        description={t('keys.form.nameHelp')}
        autoComplete="off"
        value={draft.name}
        onChange={name => change({ name })}
        validationBehavior="aria"
        validate={() => {
          if (faults.includes('name')) return t('keys.form.faults.name');
          if (!faults.includes('nameTooLong')) return true;
          const maximum = String(limits.nameLength);
          return t('keys.form.faults.nameTooLong', { maximum });
        }}
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
      <Accordion>
        <AccordionTrigger
          title={t('keys.form.advanced')}
          subtitle={t('keys.form.advancedHelp')}
        />
        <AccordionPanel>
          <TextField
            label={t('keys.form.thumbprint')}
            description={t('keys.form.thumbprintHelp')}
            autoComplete="off"
            value={draft.thumbprint}
            onChange={thumbprint => change({ thumbprint })}
            validationBehavior="aria"
            validate={() =>
              faults.includes('thumbprint')
                ? t('keys.form.faults.thumbprint')
                : true
            }
          />
        </AccordionPanel>
      </Accordion>
    </FormDialog>
  );
}
