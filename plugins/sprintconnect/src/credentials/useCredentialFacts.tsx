import type { ReactNode } from 'react';
import type { Credential } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { InlineCode, Moment, RelativeTime } from '../ui';
import { DueNote, ExpiryNote } from './ExpiryNote';
import styles from './CredentialFacts.module.css';

/** What is known of a credential: everything but its secrets. */
export function useCredentialFacts(
  credential: Credential,
): Array<{ term: string; value?: ReactNode }> {
  const { t } = useMessages();
  const { version, rotatedAt, createdAt, previous } = credential;
  const isFirst = version === 1;
  return [
    {
      term: t('credentials.fields.type'),
      value: t(`credentials.type.${credential.type}`),
    },
    ...useIdentityFacts(credential),
    {
      term: t('credentials.facts.version'),
      value: t('credentials.facts.versionNumber', { version: String(version) }),
    },
    {
      term: t(
        isFirst ? 'credentials.facts.added' : 'credentials.facts.rotated',
      ),
      value: <RelativeTime at={rotatedAt} />,
    },
    {
      term: t('credentials.facts.added'),
      value: !isFirst && <RelativeTime at={createdAt} />,
    },
    {
      term: t('credentials.facts.expires'),
      value: credential.expiresAt ? (
        <ExpiryNote expiresAt={credential.expiresAt} />
      ) : (
        t('credentials.facts.noExpiry')
      ),
    },
    {
      term: t('credentials.facts.due'),
      value: credential.dueAt && <DueNote dueAt={credential.dueAt} />,
    },
    {
      term: t('credentials.facts.previous'),
      value:
        previous &&
        t('credentials.facts.previousText', {
          version: String(previous.version),
          until: <Moment at={previous.until} />,
        }),
    },
    {
      term: t('credentials.facts.origins'),
      value: <Lines texts={credential.origins} />,
    },
    {
      term: t('credentials.fields.environments'),
      value: credential.environments?.join(', '),
    },
  ];
}

/** What the credential says of itself, for who may change it. */
function useIdentityFacts(credential: Credential) {
  const { t } = useMessages();
  const { headerName, username, clientId, issuer, tokenEndpoint } = credential;
  const { scopes, references } = credential;
  return [
    { term: t('credentials.fields.headerName'), value: headerName },
    { term: t('credentials.fields.username'), value: username },
    { term: t('credentials.fields.issuer'), value: issuer },
    { term: t('credentials.fields.tokenEndpoint'), value: tokenEndpoint },
    { term: t('credentials.fields.clientId'), value: clientId },
    { term: t('credentials.fields.scopes'), value: scopes?.join(' ') },
    {
      term: t('credentials.facts.keptAt'),
      value: references && <Lines texts={Object.values(references)} />,
    },
  ];
}

function Lines(props: { texts: string[] }) {
  return (
    <span className={styles.lines}>
      {props.texts.map(text => (
        <InlineCode key={text}>{text}</InlineCode>
      ))}
    </span>
  );
}
