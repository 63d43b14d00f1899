import type { ReactNode } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import type { Call } from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../format';
import { serverRouteRef } from '../routes';
import { useMessages } from '../translation';
import {
  CodeBlock,
  CopyableCode,
  DescriptionList,
  EntityLink,
  InlineCode,
  Moment,
} from '../ui';
import { personOf } from './CallerName';
import { CallOutcomePill } from './CallOutcomePill';
import { CallTime } from './CallTime';

/** One call, whole: how it ended and why, what was called, by whom, when, and what went through. */
export function CallFacts(props: { call: Call }) {
  const { call } = props;
  const ids = useIds(call);
  return (
    <>
      <DescriptionList items={[...useEnd(call), ...useOrigin(call), ...ids]} />
      <Bodies call={call} />
    </>
  );
}

interface Fact {
  term: string;
  value?: ReactNode;
}

/** How it ended, and what was called. */
function useEnd(call: Call): Fact[] {
  const { outcome, reason, code, kind, capability } = call;
  const { t } = useMessages();
  const serverPath = useRouteRef(serverRouteRef);
  const { id: serverId, name, environment } = call.server;
  return [
    {
      term: t('calls.detail.outcome'),
      value: (
        <>
          <CallOutcomePill outcome={outcome} />
          {!reason && t(`calls.meaning.${outcome ?? 'open'}`)}
        </>
      ),
    },
    {
      term: t('calls.detail.reason'),
      value: reason && (
        <>
          <span>{reason}</span>
          {code && <InlineCode>{code}</InlineCode>}
        </>
      ),
    },
    {
      term: t(`capabilities.one.${kind}`),
      value: (
        <Copyable text={capability} what={t(`capabilities.one.${kind}`)} />
      ),
    },
    {
      term: t('calls.detail.server'),
      value: (
        <span>
          {serverPath ? (
            <Link href={serverPath({ serverId })}>{name}</Link>
          ) : (
            name
          )}
          {` · ${environment}`}
        </span>
      ),
    },
  ];
}

/** Who called, by which way, and when. */
function useOrigin(call: Call): Fact[] {
  const { caller, entrance, openedAt, closedAt } = call;
  const { t } = useMessages();
  const person = personOf(caller);
  return [
    {
      term: t('calls.detail.who'),
      value: (
        <>
          {person && <EntityLink entityRef={person} defaultKind="user" />}
          <Copyable text={caller.ref} what={t('calls.detail.who')} />
        </>
      ),
    },
    {
      term: t('calls.detail.actor'),
      value: caller.actor && (
        <Copyable text={caller.actor} what={t('calls.detail.actor')} />
      ),
    },
    {
      term: t('calls.detail.entrance'),
      value: t(`calls.entrance.${entrance}`),
    },
    {
      term: t('calls.detail.opened'),
      value: <Moment at={openedAt} form="exact" />,
    },
    {
      term: t('calls.detail.closed'),
      value: closedAt && <Moment at={closedAt} form="exact" />,
    },
  ];
}

/** How long, how much, and by which ids it is found elsewhere. */
function useIds(call: Call): Fact[] {
  const { t } = useMessages();
  const { duration, bytes } = useFormats();
  const { upstreamMs, argumentBytes, resultBytes } = call;
  const time = <CallTime call={call} />;
  const input = bytes(argumentBytes);
  return [
    {
      term: t('calls.detail.time'),
      value:
        upstreamMs === undefined
          ? time
          : t('calls.detail.upstream', {
              total: time,
              server: duration(upstreamMs),
            }),
    },
    {
      term: t('calls.detail.size'),
      value:
        resultBytes === undefined
          ? t('calls.detail.inputOnly', { input })
          : t('calls.detail.sizes', { input, result: bytes(resultBytes) }),
    },
    ...(['id', 'requestId', 'traceId'] as const).map(name => ({
      term: t(`calls.detail.${name}`),
      value: call[name] && (
        <Copyable text={call[name]} what={t(`calls.detail.${name}`)} />
      ),
    })),
  ];
}

/** What was sent and what came back, where the environment keeps it. */
function Bodies(props: { call: Call }) {
  const { call } = props;
  const { t } = useMessages();
  const bodies = [
    { what: t('calls.detail.input'), body: call.arguments },
    { what: t('calls.detail.result'), body: call.result },
  ].filter(({ body }) => body !== undefined);
  if (bodies.length === 0) {
    return (
      <Text as="p" variant="body-small" color="secondary">
        {t('calls.detail.notKept', {
          setting: <InlineCode>sprintconnect.calls.keepBodies</InlineCode>,
        })}
      </Text>
    );
  }
  return (
    <>
      {bodies.map(({ what, body }) => (
        <CodeBlock
          key={what}
          code={JSON.stringify(body, null, 2)}
          caption={what}
          label={t('calls.detail.copy', { what })}
        />
      ))}
      <Text as="p" variant="body-small" color="secondary">
        {t('calls.detail.redacted')}
      </Text>
    </>
  );
}

function Copyable(props: { text: string; what: string }) {
  const { text, what } = props;
  const { t } = useMessages();
  return <CopyableCode text={text} label={t('calls.detail.copy', { what })} />;
}
