import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button, Text } from '@backstage/ui';
import { RiKey2Line, RiPlugLine } from '@remixicon/react';
import {
  problemTypeOf,
  type ServerTest,
  serverCreatePermission,
  SprintConnectError,
  type TestServer,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useMay } from '../../permission';
import { useMessages } from '../../translation';
import { ErrorNotice } from '../../ui';
import { TestedServer } from './TestedServer';
import styles from './ConnectionTest.module.css';

/** What is tried out. */
export interface Trial {
  /** Another value for each other thing to try: what was said of the former goes. */
  of: unknown;
  /** What to try; undefined where something is wrong with it, which is then shown. */
  prepare: () => TestServer | undefined;
  /** Hears why it failed, to show faults at their fields. */
  onFailure: (error: unknown) => void;
}

/** What came of a trial. */
interface Tested {
  of: unknown;
  answer?: ServerTest;
  error?: Error;
}

/** Tries remotes out, without keeping anything. What it says goes when they change. */
export function ConnectionTest(props: {
  trial: Trial;
  /** What is not tried with it. */
  note?: string;
  /** Offered where the server asks for a login. */
  onAddCredential?: () => void;
}) {
  const { trial, note, onAddCredential } = props;
  const { t } = useMessages();
  const mayTest = useMay(serverCreatePermission);
  const { running, tested, start } = useConnectionTest(trial);
  if (!mayTest) return null;
  return (
    <div className={styles.test}>
      <div className={styles.action}>
        <Button
          variant="secondary"
          iconStart={<RiPlugLine aria-hidden="true" />}
          isPending={running}
          onPress={start}
        >
          {t('register.test.action')}
        </Button>
        {note && (
          <Text as="p" variant="body-small" color="secondary">
            {note}
          </Text>
        )}
      </div>
      <div role="status">
        {running && (
          <Alert status="info" isPending title={t('register.test.running')} />
        )}
        {tested?.answer && <TestedServer answer={tested.answer} />}
      </div>
      {tested?.error && (
        <>
          <ErrorNotice title={t('register.test.failed')} error={tested.error} />
          {onAddCredential && wantsCredential(tested.error) && (
            <div>
              <Button
                iconStart={<RiKey2Line aria-hidden="true" />}
                onPress={onAddCredential}
              >
                {t('credentials.add.action')}
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  );
}

const WANTS_CREDENTIAL: readonly string[] = [
  problemTypeOf('upstream-login-required'),
  problemTypeOf('upstream-auth'),
];

function wantsCredential(error: Error): boolean {
  return (
    error instanceof SprintConnectError &&
    WANTS_CREDENTIAL.includes(error.problem.type)
  );
}

function useConnectionTest({ of, prepare, onFailure }: Trial) {
  const client = useApi(sprintConnectApiRef);
  const [runningOf, setRunningOf] = useState<unknown>();
  const [tested, setTested] = useState<Tested>();
  const abort = useRef<AbortController>();
  // Another test than that of what stands there now, or of a page that is gone, is of no use to anybody.
  useEffect(() => () => abort.current?.abort(), [of]);

  const start = async () => {
    const body = prepare();
    if (!body) return;
    const controller = new AbortController();
    abort.current = controller;
    const { signal } = controller;
    setTested(undefined);
    setRunningOf(of);
    let outcome: Tested;
    try {
      outcome = { of, answer: await client.testServer(body, { signal }) };
    } catch (error) {
      outcome = { of, error: error as Error };
    }
    if (signal.aborted) return;
    setRunningOf(undefined);
    setTested(outcome);
    onFailure(outcome.error);
  };
  return {
    running: runningOf !== undefined && runningOf === of,
    tested: tested?.of === of ? tested : undefined,
    start,
  };
}
