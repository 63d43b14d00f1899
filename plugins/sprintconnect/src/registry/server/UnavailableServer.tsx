import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { RiQuestionLine } from '@remixicon/react';
import { serverReadPermission } from '@sprintconnect/plugin-sprintconnect-common';
import { NoPermission } from '../../permission';
import { serversRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import { EmptyState, type Loaded, WhenLoaded } from '../../ui';

/** Stands in place of a server that cannot be shown, or not yet. */
export function UnavailableServer(props: { loaded: Loaded<unknown> }) {
  const { t } = useMessages();
  const serversPath = useRouteRef(serversRouteRef);
  return (
    <WhenLoaded
      loaded={props.loaded}
      lines={8}
      refused={
        <NoPermission
          title={t('server.mayNotSee')}
          permission={serverReadPermission}
        />
      }
      missing={
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
      }
    />
  );
}
