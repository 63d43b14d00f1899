import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Header, Link } from '@backstage/ui';
import type {
  Capability,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { HealthDot } from '../health';
import { HintPills } from '../registry';
import { serverRouteRef } from '../routes';
import { useMessages } from '../translation';
import { InlineCode } from '../ui';

/** What is tried, and on which server. */
export function TryHeader(props: {
  title: string;
  server: Server;
  capability?: Capability;
}) {
  const { title, server, capability } = props;
  const { t } = useMessages();
  const serverPath = useRouteRef(serverRouteRef);
  const name = server.title ?? server.name;
  const { kind, name: ofCapability, annotations } = capability ?? {};
  const hasHints = annotations && Object.keys(annotations).length > 0;
  return (
    <Header
      title={title}
      metadata={[
        ...(kind && ofCapability
          ? [
              {
                label: t(`capabilities.one.${kind}`),
                value: <InlineCode>{ofCapability}</InlineCode>,
              },
            ]
          : []),
        {
          label: t('tryit.confirm.server'),
          value: serverPath ? (
            <Link href={serverPath({ serverId: server.id })}>{name}</Link>
          ) : (
            name
          ),
        },
        { label: t('tryit.confirm.environment'), value: server.environment },
        {
          label: t('servers.columns.health'),
          value: <HealthDot status={server.health.status} />,
        },
        ...(hasHints
          ? [
              {
                label: t('capabilities.hints.label'),
                value: <HintPills annotations={annotations} explained />,
              },
            ]
          : []),
      ]}
    />
  );
}
