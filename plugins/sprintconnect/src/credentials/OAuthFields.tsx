import { Select, Switch, Text } from '@backstage/ui';
import { useMessages } from '../translation';
import { type CredentialDraft, signs } from './credentialDraft';
import { TextPart } from './TextPart';
import type { CredentialFormState } from './useCredentialForm';
import styles from './CredentialFields.module.css';

const authentications = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
] as const;

/** What it takes to get tokens by client credentials (RFC 6749, section 4.4). */
export function OAuthFields(props: { state: CredentialFormState }) {
  const { state } = props;
  const { draft, change } = state;
  const { t } = useMessages();
  return (
    <>
      <Select
        label={t('credentials.fields.endpointBy')}
        options={(['issuer', 'tokenEndpoint'] as const).map(value => ({
          value,
          label: t(`credentials.endpointBy.${value}`),
        }))}
        value={draft.endpointBy}
        onChange={key =>
          change({ endpointBy: key as CredentialDraft['endpointBy'] })
        }
      />
      <TextPart state={state} field={draft.endpointBy} />
      <TextPart state={state} field="clientId" />
      <Select
        label={t('credentials.fields.clientAuthentication')}
        options={authentications.map(value => ({
          value,
          label: t(`credentials.clientAuthentication.${value}`),
        }))}
        value={draft.clientAuthentication}
        onChange={key =>
          change({
            clientAuthentication:
              key as CredentialDraft['clientAuthentication'],
          })
        }
      />
      {signs(draft) ? (
        <Signing state={state} />
      ) : (
        <TextPart state={state} field="clientSecret" wide />
      )}
      <TextPart
        state={state}
        field="scopes"
        help={t('credentials.fields.scopesHelp')}
      />
      <TextPart
        state={state}
        field="audience"
        help={t('credentials.fields.audienceHelp')}
      />
      <ResourceSwitch state={state} />
    </>
  );
}

/** Whether tokens are asked for with the address of the server (RFC 8707). */
export function ResourceSwitch(props: { state: CredentialFormState }) {
  const { draft, change } = props.state;
  const { t } = useMessages();
  return (
    <div className={styles.wide}>
      <Switch
        label={t('credentials.fields.resource')}
        isSelected={draft.sendsResource}
        onChange={sendsResource => change({ sendsResource })}
      />
      <Text as="p" variant="body-small" color="secondary">
        {t('credentials.fields.resourceHelp')}
      </Text>
    </div>
  );
}

function Signing(props: { state: CredentialFormState }) {
  const { state } = props;
  const { t } = useMessages();
  return (
    <>
      <TextPart state={state} field="privateKey" wide />
      <TextPart
        state={state}
        field="keyId"
        help={t('credentials.fields.keyIdHelp')}
      />
      <TextPart
        state={state}
        field="algorithm"
        help={t('credentials.fields.algorithmHelp')}
      />
    </>
  );
}
