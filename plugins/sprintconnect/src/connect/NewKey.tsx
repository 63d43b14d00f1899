import { type FormEvent, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Checkbox, Text } from '@backstage/ui';
import {
  accessManagePermission,
  type AccessScope,
  type IssuedApiKey,
  KEY_VARIABLE,
  limits,
  type Me,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import {
  type Expiry,
  ExpiryField,
  expiryMoment,
  isExpiryFaulty,
  IssuedSecret,
} from '../keys';
import { useMessages } from '../translation';
import { ErrorNotice, FaultyTextField, useSubmission } from '../ui';
import styles from './NewKey.module.css';

/** What an agent needs that uses what servers offer, and no more. */
const SCOPES = [
  'mcp:servers:read',
  'mcp:capabilities:read',
  'mcp:capabilities:use',
] as const satisfies readonly AccessScope[];

/** The key that was made here, if any. Whoever holds it keeps it no longer than it is shown. */
export interface OwnKey {
  issued?: IssuedApiKey;
  /** The reader says that the secret is stored. */
  isStored: boolean;
}

interface KeyProps {
  /** What the agent is for; without one, everything. */
  subject?: string;
  me: Me;
  ownKey: OwnKey;
  onKey: (key: OwnKey) => void;
}

/** Makes a key for an agent, in place, for who may make keys; the secret is shown once. */
export function NewKey(props: KeyProps) {
  const { me, ownKey, onKey } = props;
  const { t } = useMessages();
  const [isAsked, setAsked] = useState(false);
  const scopes = SCOPES.join(', ');
  if (ownKey.issued) {
    return (
      <div className={styles.key}>
        <IssuedSecret issued={ownKey.issued} />
        <Checkbox
          isSelected={ownKey.isStored}
          onChange={isStored => onKey({ ...ownKey, isStored })}
        >
          {t('connect.key.stored')}
        </Checkbox>
        <Text as="p" variant="body-small" color="secondary">
          {t('connect.key.ready', { variable: KEY_VARIABLE })}
        </Text>
      </div>
    );
  }
  const mayCreate = me.permissions.includes(accessManagePermission.name);
  return (
    <div className={styles.key}>
      <Text as="p" variant="body-small" color="secondary">
        {t(mayCreate ? 'connect.key.scopes' : 'connect.key.ask', { scopes })}
      </Text>
      {mayCreate && !isAsked && (
        <Button variant="secondary" onPress={() => setAsked(true)}>
          {t('connect.key.create')}
        </Button>
      )}
      {mayCreate && isAsked && (
        <KeyForm {...props} onCancel={() => setAsked(false)} />
      )}
    </div>
  );
}

function KeyForm(props: KeyProps & { onCancel: () => void }) {
  const { subject, onKey, onCancel } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const submission = useSubmission();
  const [typed, setTyped] = useState<string>();
  const [expiry, setExpiry] = useState<Expiry>({ choice: '90' });
  const [tried, setTried] = useState(false);
  const suggested = subject
    ? t('connect.key.nameOf', { name: subject })
    : t('connect.key.nameOfAll');
  const name = typed ?? suggested.slice(0, limits.nameLength);
  const fault = faultOf(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const now = new Date();
    if (fault || isExpiryFaulty(expiry, now)) return;
    submission.submit(async () => {
      const issued = await client.keys.create({
        name: name.trim(),
        scopes: [...SCOPES],
        expiresAt: expiryMoment(expiry, now)?.toISOString(),
      });
      onKey({ issued, isStored: false });
    });
  };
  return (
    <form
      className={styles.form}
      aria-label={t('connect.key.form')}
      onSubmit={submit}
      noValidate
    >
      <FaultyTextField
        isRequired
        label={t('connect.key.name')}
        value={name}
        onChange={setTyped}
        fault={
          tried && fault
            ? t(`keys.form.faults.${fault}`, { maximum: limits.nameLength })
            : undefined
        }
      />
      <ExpiryField
        expiry={expiry}
        onChange={setExpiry}
        faulty={tried && isExpiryFaulty(expiry, new Date())}
      />
      {submission.error && (
        <ErrorNotice title={t('keys.form.failed')} error={submission.error} />
      )}
      <div className={styles.buttons}>
        <Button type="submit" isPending={submission.busy}>
          {t('connect.key.create')}
        </Button>
        <Button
          variant="secondary"
          onPress={onCancel}
          isDisabled={submission.busy}
        >
          {t('actions.cancel')}
        </Button>
      </div>
    </form>
  );
}

function faultOf(name: string): 'name' | 'nameTooLong' | undefined {
  if (name.trim() === '') return 'name';
  return name.length > limits.nameLength ? 'nameTooLong' : undefined;
}
