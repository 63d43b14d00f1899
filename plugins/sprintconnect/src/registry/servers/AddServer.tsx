import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { RiAddLine, RiHammerLine } from '@remixicon/react';
import { serverCreatePermission } from '@sprintconnect/plugin-sprintconnect-common';
import { useMay } from '../../permission';
import { registerRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import styles from './AddServer.module.css';

/** The ways to another server: one that a template makes, and one that runs. Nothing for whom there is neither. */
export function AddServer(props: { newServerPath?: string }) {
  const { newServerPath } = props;
  const { t } = useMessages();
  const mayRegister = useMay(serverCreatePermission);
  const registerPath = useRouteRef(registerRouteRef);
  const registers = mayRegister && registerPath;
  if (!newServerPath && !registers) return null;
  return (
    <div className={styles.ways}>
      {newServerPath && (
        <ButtonLink
          variant="secondary"
          href={newServerPath}
          iconStart={<RiHammerLine aria-hidden="true" />}
        >
          {t('servers.create')}
        </ButtonLink>
      )}
      {registers && (
        <ButtonLink
          href={registerPath()}
          iconStart={<RiAddLine aria-hidden="true" />}
        >
          {t('actions.register')}
        </ButtonLink>
      )}
    </div>
  );
}
