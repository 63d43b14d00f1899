import { useState } from 'react';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Select,
  Switch,
  Text,
} from '@backstage/ui';
import {
  credentialManagePermission,
  type CredentialType,
  credentialTypeSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMay } from '../permission';
import { useMessages } from '../translation';
import { AccountFields } from './AccountFields';
import { ExpiresField } from './ExpiresField';
import { OAuthFields } from './OAuthFields';
import { TextPart } from './TextPart';
import type { CredentialFormState } from './useCredentialForm';
import styles from './CredentialFields.module.css';

/** Everything that a credential is: its type, what that needs, and what few need folded away. */
export function CredentialFields(props: {
  state: CredentialFormState;
  /** Of many servers: people connect accounts to one. */
  shared?: boolean;
}) {
  const { state, shared } = props;
  const types = credentialTypeSchema.options.filter(
    type => !shared || type !== 'oauth-user',
  );
  const { draft, change } = state;
  const { t } = useMessages();
  return (
    <div className={styles.fields}>
      <Select
        className={styles.wide}
        label={t('credentials.fields.type')}
        description={t(`credentials.typeHelp.${draft.type}`)}
        options={types.map(value => ({
          value,
          label: t(`credentials.type.${value}`),
        }))}
        value={draft.type}
        onChange={key => change({ type: key as CredentialType })}
      />
      <PartsOfType state={state} />
      <Text
        as="p"
        variant="body-small"
        color="secondary"
        className={styles.note}
      >
        {t(
          draft.byReference
            ? 'credentials.form.readAnew'
            : 'credentials.form.writeOnly',
        )}
      </Text>
      <div className={styles.wide}>
        <AdvancedFields state={state} />
      </div>
      {state.whole && (
        <Text as="p" role="alert" color="danger" className={styles.note}>
          {state.whole}
        </Text>
      )}
    </div>
  );
}

function PartsOfType(props: { state: CredentialFormState }) {
  const { state } = props;
  const { t } = useMessages();
  switch (state.draft.type) {
    case 'bearer':
      return <TextPart state={state} field="secret" wide />;
    case 'header':
      return (
        <>
          <TextPart state={state} field="headerName" />
          <TextPart state={state} field="secret" />
        </>
      );
    case 'basic':
      return (
        <>
          <TextPart state={state} field="username" />
          <TextPart state={state} field="password" />
        </>
      );
    case 'mtls':
      return (
        <>
          <TextPart
            state={state}
            field="certificate"
            help={t('credentials.fields.certificateHelp')}
            wide
          />
          <TextPart state={state} field="privateKey" wide />
          <TextPart
            state={state}
            field="passphrase"
            help={t('credentials.fields.passphraseHelp')}
            wide
          />
        </>
      );
    case 'oauth-user':
      return <AccountFields state={state} />;
    default:
      return <OAuthFields state={state} />;
  }
}

function AdvancedFields(props: { state: CredentialFormState }) {
  const { state } = props;
  const { draft, change, faultOf } = state;
  const { t } = useMessages();
  const mayRefer = useMay(credentialManagePermission);
  const [open, setOpen] = useState(false);
  // What is wrong must not stay folded away.
  const faulty = faultOf('expiresAt') ?? faultOf('rotateEveryDays');
  return (
    <Accordion
      isExpanded={open || faulty !== undefined}
      onExpandedChange={setOpen}
    >
      <AccordionTrigger
        title={t('credentials.form.advanced')}
        subtitle={t(
          mayRefer
            ? 'credentials.form.advancedHelp'
            : 'credentials.form.advancedFewer',
        )}
      />
      <AccordionPanel>
        <div className={styles.fields}>
          <ExpiresField
            help={t('credentials.fields.expiresHelp')}
            day={draft.expiresAt}
            onChange={expiresAt => change({ expiresAt })}
            fault={faultOf('expiresAt')}
          />
          <TextPart
            state={state}
            field="rotateEveryDays"
            help={t('credentials.fields.rotateHelp')}
          />
          {mayRefer && (
            <div className={styles.wide}>
              <Switch
                label={t('credentials.form.byReference')}
                isSelected={draft.byReference}
                onChange={byReference => change({ byReference })}
              />
              <Text as="p" variant="body-small" color="secondary">
                {t('credentials.form.byReferenceHelp')}
              </Text>
            </div>
          )}
        </div>
      </AccordionPanel>
    </Accordion>
  );
}
