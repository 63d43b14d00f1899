import { Button } from '@backstage/ui';
import { RiLinksLine } from '@remixicon/react';
import { useLocation } from 'react-router-dom';
import { useMessages } from '../translation';
import { ErrorNotice } from '../ui';
import { useLogin } from './useLogin';

/** Leads to the login page of a server's authorization server, and back to this page. */
export function ConnectAccount(props: { serverId: string; again?: boolean }) {
  const { serverId, again } = props;
  const { t } = useMessages();
  const { begin, busy, error } = useLogin();
  const { pathname, search } = useLocation();
  return (
    <>
      <Button
        variant="primary"
        iconStart={<RiLinksLine aria-hidden="true" />}
        isPending={busy}
        onPress={() => begin({ serverId }, pathname + search)}
      >
        {t(again ? 'connections.again' : 'connections.connect')}
      </Button>
      {error && <ErrorNotice error={error} />}
    </>
  );
}
