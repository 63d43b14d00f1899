import { useMessages } from '../translation';
import { ResourceSwitch } from './OAuthFields';
import { TextPart } from './TextPart';
import type { CredentialFormState } from './useCredentialForm';

/** How people log in to a server with accounts of their own. All of it is optional. */
export function AccountFields(props: { state: CredentialFormState }) {
  const { state } = props;
  const { t } = useMessages();
  return (
    <>
      <TextPart
        state={state}
        field="scopes"
        help={t('credentials.fields.scopesHelp')}
      />
      <TextPart
        state={state}
        field="discoverWith"
        help={t('credentials.fields.discoverWithHelp')}
      />
      <TextPart
        state={state}
        field="issuer"
        help={t('credentials.fields.issuerHelp')}
      />
      <TextPart
        state={state}
        field="clientId"
        help={t('credentials.fields.ownClientHelp')}
      />
      <TextPart state={state} field="clientSecret" wide />
      <ResourceSwitch state={state} />
    </>
  );
}
