import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
import { RiPlugLine } from '@remixicon/react';
import {
  type ServerTest,
  serverCreatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useMay } from '../../permission';
import { useMessages } from '../../translation';
import { ErrorNotice } from '../../ui';
import { bodyOf } from './draft';
import { TestedServer } from './TestedServer';
import type { ServerFormState } from './useServerForm';
import styles from './ConnectionTest.module.css';

/** What came of the test of some remotes. */
interface Tested {
  /** The remotes and how long connecting may take, as JSON. */
  of: string;
  answer?: ServerTest;
  error?: Error;
}

/** Tries the remotes of the form out, without keeping anything. What it says goes when they change. */
export function ConnectionTest(props: { form: ServerFormState }) {
  const { form } = props;
  const { t } = useMessages();
  const mayTest = useMay(serverCreatePermission);
  const { running, tested, start } = useConnectionTest(form);
  if (!mayTest) return null;
  return (
    <div className={styles.test}>
      <div>
        <Button
          variant="secondary"
          iconStart={<RiPlugLine aria-hidden="true" />}
          isPending={running}
          onPress={start}
        >
          {t('register.test.action')}
        </Button>
      </div>
      <div role="status">
        {running && (
          <Alert status="info" isPending title={t('register.test.running')} />
        )}
        {tested?.answer && <TestedServer answer={tested.answer} />}
      </div>
      {tested?.error && (
        <ErrorNotice title={t('register.test.failed')} error={tested.error} />
      )}
    </div>
  );
}

function useConnectionTest(form: ServerFormState) {
  const client = useApi(sprintConnectApiRef);
  const { remotes, connectTimeoutMs } = bodyOf(form.draft);
  const key = JSON.stringify([remotes, connectTimeoutMs]);
  const [runningOf, setRunningOf] = useState<string>();
  const [tested, setTested] = useState<Tested>();
  const abort = useRef<AbortController>();
  // Another test than that of what stands there now, or of a page that is gone, is of no use to anybody.
  useEffect(() => () => abort.current?.abort(), [key]);

  const start = async () => {
    for (const place of ['remotes', 'connectTimeoutMs']) form.leave(place);
    if (form.isFaulty('remotes') || form.isFaulty('connectTimeoutMs')) return;
    const controller = new AbortController();
    abort.current = controller;
    const { signal } = controller;
    setTested(undefined);
    setRunningOf(key);
    let outcome: Tested;
    try {
      outcome = {
        of: key,
        answer: await client.testServer(
          { remotes, connectTimeoutMs },
          { signal },
        ),
      };
    } catch (error) {
      outcome = { of: key, error: error as Error };
    }
    if (signal.aborted) return;
    setRunningOf(undefined);
    setTested(outcome);
    form.tell(outcome.error);
  };
  return {
    running: runningOf === key,
    tested: tested?.of === key ? tested : undefined,
    start,
  };
}
