import { type ReactNode, useMemo, useState } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Alert,
  Link,
  Text,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import { SprintConnectError } from '@sprintconnect/plugin-sprintconnect-common';
import { ConnectLink } from '../connections';
import { useFormats } from '../format';
import { callRouteRef } from '../routes';
import { useMessages } from '../translation';
import { CopyButton, ErrorNotice, ScrollRegion } from '../ui';
import { JsonTree } from './answer/JsonTree';
import { ResultView } from './answer/ResultView';
import type { Outcome } from './Run';
import styles from './Trial.module.css';

/** What came of a run, in a few words. */
export function useOutcomeTitle() {
  const { t } = useMessages();
  return (outcome: Outcome): string => {
    if (outcome.kind === 'answered') {
      return t(`tryit.answer.${outcome.answer.outcome}`);
    }
    if (outcome.kind === 'cancelled') return t('tryit.answer.cancelled');
    return isInvalid(outcome.error)
      ? t('tryit.answer.invalid')
      : t('tryit.answer.failed');
  };
}

function isInvalid(error: Error): error is SprintConnectError {
  return (
    error instanceof SprintConnectError && error.kind === 'arguments-invalid'
  );
}

function callIdOf(error: Error): string | undefined {
  return error instanceof SprintConnectError ? error.problem.callId : undefined;
}

/** Where the account is connected that a call needs. */
function connectUrlOf(error: Error): string | undefined {
  return error instanceof SprintConnectError &&
    error.kind === 'connection-required'
    ? error.problem.connectUrl
    : undefined;
}

/** How a run ended: its result, or why there is none. */
export function EndedView(props: { outcome: Outcome; serverId: string }) {
  const { outcome, serverId } = props;
  const { t } = useMessages();
  const titleOf = useOutcomeTitle();
  if (outcome.kind === 'answered') {
    return <Answer outcome={outcome} serverId={serverId} />;
  }
  if (outcome.kind === 'cancelled') {
    return (
      <>
        <Alert
          icon
          status="warning"
          title={titleOf(outcome)}
          description={t('tryit.answer.cancelledText')}
        />
        <Took ms={outcome.ms} />
      </>
    );
  }
  const connectUrl = connectUrlOf(outcome.error);
  return (
    <>
      <ErrorNotice error={outcome.error} />
      {connectUrl && <ConnectLink url={connectUrl} />}
      <Took ms={outcome.ms} callId={callIdOf(outcome.error)} />
    </>
  );
}

function Answer(props: {
  outcome: Outcome & { kind: 'answered' };
  serverId: string;
}) {
  const { outcome, serverId } = props;
  const { answer, ms } = outcome;
  const { t } = useMessages();
  const titleOf = useOutcomeTitle();
  const [view, setView] = useState<'content' | 'json'>('content');
  const json = useMemo(() => JSON.stringify(answer.result, null, 2), [answer]);
  const isError = answer.outcome === 'tool-error';
  return (
    <>
      {isError && <Alert icon status="danger" title={titleOf(outcome)} />}
      <div className={styles.bar}>
        <Took ms={ms} serverMs={answer.upstreamMs} callId={answer.callId}>
          {!isError && `${titleOf(outcome)}. `}
        </Took>
        <div className={styles.views}>
          <ToggleButtonGroup
            aria-label={t('tryit.answer.view')}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[view]}
            onSelectionChange={keys =>
              setView(keys.has('json') ? 'json' : 'content')
            }
          >
            <ToggleButton id="content">
              {t('tryit.answer.content')}
            </ToggleButton>
            <ToggleButton id="json">{t('tryit.answer.json')}</ToggleButton>
          </ToggleButtonGroup>
          <CopyButton text={json} label={t('tryit.answer.copy')} />
        </div>
      </div>
      {view === 'content' ? (
        <ResultView result={answer.result} serverId={serverId} />
      ) : (
        <ScrollRegion label={t('tryit.answer.json')} className={styles.whole}>
          <JsonTree value={answer.result} label={t('tryit.answer.json')} />
        </ScrollRegion>
      )}
    </>
  );
}

/** How long it took, and the way to its record. */
function Took(props: {
  ms: number;
  serverMs?: number;
  callId?: string;
  children?: ReactNode;
}) {
  const { ms, serverMs, callId, children } = props;
  const { t } = useMessages();
  const { duration } = useFormats();
  const callPath = useRouteRef(callRouteRef);
  const total = duration(ms);
  return (
    <Text as="p" variant="body-small" color="secondary">
      {children}
      {serverMs === undefined
        ? t('tryit.answer.took', { total })
        : t('tryit.answer.tookOf', { total, server: duration(serverMs) })}
      {'. '}
      {callId && callPath && (
        <Link href={callPath({ callId })} variant="body-small">
          {t('tryit.answer.record')}
        </Link>
      )}
    </Text>
  );
}
