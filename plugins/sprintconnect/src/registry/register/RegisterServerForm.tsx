import { type FormEvent, useEffect, useRef } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, ButtonLink } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { serversRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import { ErrorNotice, Panel } from '../../ui';
import { IdentityFields } from './IdentityFields';
import { OwnershipFields } from './OwnershipFields';
import { RemoteFields } from './RemoteFields';
import { type Registration, useRegistration } from './useRegistration';
import styles from './RegisterServerForm.module.css';

/** The form that registers a server. Faults stand at their field, found here or by the backend. */
export function RegisterServerForm(props: {
  environments: string[];
  stdioEntries: string[];
  onRegistered: (server: Server) => void;
}) {
  const { environments, stdioEntries, onRegistered } = props;
  const { t } = useMessages();
  const serversPath = useRouteRef(serversRouteRef);
  const registration = useRegistration({
    environment: environments[0] ?? '',
    onRegistered,
  });
  const form = useFocusOnFault(registration);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!registration.busy) registration.submit();
  };
  return (
    <form
      ref={form}
      className={styles.form}
      onSubmit={submit}
      noValidate
      aria-label={t('register.title')}
    >
      <Panel title={t('register.identity')}>
        <IdentityFields
          registration={registration}
          environments={environments}
        />
      </Panel>
      <Panel title={t('register.reach')} description={t('register.reachText')}>
        <RemoteFields registration={registration} stdioEntries={stdioEntries} />
      </Panel>
      <Panel
        title={t('register.ownership')}
        description={t('register.ownershipText')}
      >
        <OwnershipFields registration={registration} />
      </Panel>
      <Outcome registration={registration} />
      <div className={styles.actions}>
        <Button type="submit" size="medium" isPending={registration.busy}>
          {t('register.submit')}
        </Button>
        {serversPath && (
          <ButtonLink variant="tertiary" size="medium" href={serversPath()}>
            {t('actions.cancel')}
          </ButtonLink>
        )}
      </div>
    </form>
  );
}

function Outcome(props: { registration: Registration }) {
  const { open, error } = props.registration;
  const { t } = useMessages();
  if (error) return <ErrorNotice title={t('register.failed')} error={error} />;
  if (open.length === 0) return null;
  return (
    <Alert
      role="alert"
      icon
      status="danger"
      title={t('register.fix', { count: open.length })}
    />
  );
}

/** After an attempt that found faults the first faulty field takes the focus, so that nobody must search. */
function useFocusOnFault({ attempts, busy }: Registration) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (attempts === 0 || busy) return;
    form.current
      ?.querySelector<HTMLElement>(
        'input[aria-invalid="true"], textarea[aria-invalid="true"], [data-invalid="true"] button',
      )
      ?.focus();
  }, [attempts, busy]);
  return form;
}
