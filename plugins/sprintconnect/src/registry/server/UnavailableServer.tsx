import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { RiQuestionLine } from '@remixicon/react';
import {
  serverReadPermission,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { isRefusal, NoPermission } from '../../permission';
import { serversRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import { EmptyState, ErrorNotice } from '../../ui';

/** Stands in place of a server that cannot be shown. */
export function UnavailableServer(props: {
  error: Error;
  onRetry: () => void;
}) {
  const { error, onRetry } = props;
  const { t } = useMessages();
  const serversPath = useRouteRef(serversRouteRef);
  if (isRefusal(error)) {
    return (
      <NoPermission
        title={t('server.mayNotSee')}
        permission={serverReadPermission}
      />
    );
  }
  if (!isGone(error)) return <ErrorNotice error={error} onRetry={onRetry} />;
  return (
    <EmptyState
      icon={<RiQuestionLine size={28} />}
      title={t('server.missing.title')}
      description={t('server.missing.description')}
      actions={
        serversPath && (
          <ButtonLink variant="secondary" href={serversPath()}>
            {t('server.missing.back')}
          </ButtonLink>
        )
      }
    />
  );
}

/** There is no such server, or the reader may not see it. */
export function isGone(error: Error | undefined): boolean {
  return error instanceof SprintConnectError && error.status === 404;
}
