import {
  type FormEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
} from 'react';
import { Alert, Button } from '@backstage/ui';
import { useMessages } from '../../translation';
import { ErrorNotice, Panel } from '../../ui';
import { CallFields } from './CallFields';
import { ConnectionTest } from './ConnectionTest';
import { CredentialSection } from './CredentialSection';
import { IdentityFields } from './IdentityFields';
import { IntervalFields } from './IntervalFields';
import { OwnershipFields } from './OwnershipFields';
import { RemoteFields } from './RemoteFields';
import { TimeoutFields } from './TimeoutFields';
import { useFormTrial } from './useFormTrial';
import type { ServerFormState } from './useServerForm';
import styles from './ServerForm.module.css';

/**
 * The form of a server, to register one and to edit one. Faults stand at their field, found here or by the backend.
 * Escape is Cancel.
 */
export function ServerForm(props: {
  form: ServerFormState;
  label: string;
  /** Absent for a server that is there already: neither its name nor its environment can be changed. */
  environments?: string[];
  stdioEntries: string[];
  /** Of a server that is there already. */
  serverId?: string;
  /** The catalog says what the server is, so that only how often it is looked at, how long it may take, and what its calls are held to, can be changed here. */
  onlyTimings?: boolean;
  submitLabel: string;
  /** Above the error of the backend. */
  failed: string;
  /** In place of that error. */
  notice?: ReactNode;
  onCancel: () => void;
}) {
  const { form, label, environments, stdioEntries, onlyTimings } = props;
  const { t } = useMessages();
  const element = useRef<HTMLFormElement>(null);
  useFocusOnFault(element, form);
  useEscape(element, props.onCancel);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!form.busy) form.submit();
  };
  return (
    <form
      ref={element}
      className={styles.form}
      onSubmit={submit}
      noValidate
      aria-label={label}
    >
      {!onlyTimings && (
        <>
          <Panel title={t('register.identity')}>
            <IdentityFields form={form} environments={environments} />
          </Panel>
          <Panel
            title={t('register.reach')}
            description={t('register.reachText')}
          >
            <Reach
              form={form}
              stdioEntries={stdioEntries}
              serverId={props.serverId}
            />
          </Panel>
          <Panel
            title={t('register.ownership')}
            description={t('register.ownershipText')}
          >
            <OwnershipFields form={form} />
          </Panel>
        </>
      )}
      <Panel
        title={t('register.intervals')}
        description={t('register.intervalsText')}
      >
        <IntervalFields form={form} />
      </Panel>
      <Panel
        title={t('register.advanced')}
        description={t('register.advancedText')}
      >
        <TimeoutFields form={form} />
      </Panel>
      <Panel title={t('register.calls')} description={t('register.callsText')}>
        <CallFields form={form} />
      </Panel>
      {props.notice ?? <Outcome form={form} failed={props.failed} />}
      <div className={styles.actions}>
        <Button type="submit" size="medium" isPending={form.busy}>
          {props.submitLabel}
        </Button>
        <Button variant="tertiary" size="medium" onPress={props.onCancel}>
          {t('actions.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** Where the server is and how to log in to it, with a try of both. */
function Reach(props: {
  form: ServerFormState;
  stdioEntries: string[];
  serverId?: string;
}) {
  const { form, stdioEntries, serverId } = props;
  const { credential } = form.draft;
  const { t } = useMessages();
  const trial = useFormTrial(form);
  // The saved one is nothing that the browser could send.
  const keepsOne = credential.choice === 'keep';
  return (
    <div className={styles.reach}>
      <RemoteFields form={form} stdioEntries={stdioEntries} />
      <CredentialSection form={form} serverId={serverId} />
      <ConnectionTest
        trial={trial}
        note={keepsOne ? t('credentials.choice.notTested') : undefined}
        onAddCredential={
          credential.choice === 'own' || credential.choice === 'shared'
            ? undefined
            : () =>
                form.change({ credential: { ...credential, choice: 'own' } })
        }
      />
    </div>
  );
}

function Outcome(props: { form: ServerFormState; failed: string }) {
  const { open, error } = props.form;
  const { t } = useMessages();
  if (error) return <ErrorNotice title={props.failed} error={error} />;
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
function useFocusOnFault(
  form: RefObject<HTMLFormElement>,
  { attempts, busy }: ServerFormState,
) {
  useEffect(() => {
    if (attempts === 0 || busy) return;
    form.current
      ?.querySelector<HTMLElement>(
        'input[aria-invalid="true"], textarea[aria-invalid="true"], [data-invalid="true"] button',
      )
      ?.focus();
  }, [form, attempts, busy]);
}

/** Escape in the form, but for one that closes a list of choices. */
function useEscape(form: RefObject<HTMLFormElement>, onEscape: () => void) {
  const latest = useRef(onEscape);
  latest.current = onEscape;
  useEffect(() => {
    let closesList = false;
    // Before the field has heard of it, and closed its list.
    const look = ({ target }: KeyboardEvent) => {
      closesList =
        target instanceof Element &&
        target.getAttribute('aria-expanded') === 'true';
    };
    const hear = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || closesList)
        return;
      if (form.current?.contains(event.target as Node)) latest.current();
    };
    document.addEventListener('keydown', look, true);
    document.addEventListener('keydown', hear);
    return () => {
      document.removeEventListener('keydown', look, true);
      document.removeEventListener('keydown', hear);
    };
  }, [form]);
}
