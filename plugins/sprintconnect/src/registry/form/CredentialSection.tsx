import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import { sprintConnectApiRef } from '../../client';
import {
  type CredentialChoice,
  CredentialChoiceFields,
} from '../../credentials';
import { useMessages } from '../../translation';
import { useLoad } from '../../ui';
import type { CredentialPart, Draft } from './draft';
import type { ServerFormState } from './useServerForm';

const NEW: readonly CredentialChoice[] = ['none', 'own', 'shared'];
const CHANGED: readonly CredentialChoice[] = ['keep', 'own', 'shared', 'none'];

/** How SprintConnect logs in to the server: not, with a credential of its own, or with a shared one. */
export function CredentialSection(props: {
  form: ServerFormState;
  /** Of a server that is there already. */
  serverId?: string;
}) {
  const { form, serverId } = props;
  const { draft, change, leave, faultOf } = form;
  const { credential } = draft;
  const { t } = useMessages();
  const update = (changes: Partial<CredentialPart>) =>
    change({ credential: { ...credential, ...changes } });
  // A process has no door to log in at. What was typed is sent, and refused, where there is one beside it.
  if (draft.remotes.every(({ type }) => type === 'stdio')) {
    return (
      <Text as="p" color="secondary">
        {t('credentials.choice.stdio')}
      </Text>
    );
  }
  const whole = faultOf('credential.choice');
  return (
    <>
      <CredentialChoiceFields
        choices={credential.current ? CHANGED : NEW}
        choice={credential.choice}
        onChoose={choice => update({ choice })}
        state={{
          draft: credential.draft,
          change: changes =>
            update({ draft: { ...credential.draft, ...changes } }),
          leave: field => leave(`credential.${field}`),
          faultOf: field => faultOf(`credential.${field}`),
        }}
        shared={credential.shared}
        onShared={shared => update({ shared })}
        sharedFault={faultOf('credential.shared')}
        environment={draft.environment}
      />
      {whole && <Text color="danger">{whole}</Text>}
      {serverId && credential.choice === 'keep' && (
        <OtherOrigin draft={draft} serverId={serverId} />
      )}
    </>
  );
}

/** Says that what is saved is not sent to another origin, where a remote has one. */
function OtherOrigin(props: { draft: Draft; serverId: string }) {
  const { draft, serverId } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const saved = useLoad(serverId, signal =>
    client.credentials.ofServer(serverId, { signal }),
  );
  const origins = saved.value?.origins;
  if (!origins || originsOf(draft).every(each => origins.includes(each))) {
    return null;
  }
  return (
    <Alert
      role="alert"
      icon
      status="warning"
      title={t('credentials.choice.otherOrigin', {
        origins: origins.join(', '),
      })}
    />
  );
}

/** Where the remotes are: scheme, host and port of each; what is no URL yet is nowhere. */
function originsOf({ remotes }: Draft): string[] {
  return remotes
    .filter(({ type, url }) => type !== 'stdio' && URL.canParse(url.trim()))
    .map(({ url }) => new URL(url.trim()).origin);
}
