import { useState } from 'react';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  toastApiRef,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { Button, ButtonLink, Text } from '@backstage/ui';
import { useNavigate } from 'react-router-dom';
import { RiArchiveLine } from '@remixicon/react';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { serversRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import { ConfirmDialog, Modal } from '../../ui';
import { HeaderAction } from './HeaderAction';

/**
 * Retires a server after asking. A server that the catalog describes is not ours to retire: there the way to
 * do it is explained instead.
 */
export function RetireServer(props: { server: Server }) {
  const { server } = props;
  const { t } = useMessages();
  const [open, setOpen] = useState(false);
  const fromCatalog = server.origin === 'catalog';
  return (
    <>
      <HeaderAction
        label={
          fromCatalog
            ? t('server.retire.fromCatalog')
            : t('server.retire.action')
        }
        variant="secondary"
        icon={<RiArchiveLine aria-hidden="true" />}
        onPress={() => setOpen(true)}
      />
      {fromCatalog ? (
        <CatalogExplanation
          server={server}
          isOpen={open}
          onClose={() => setOpen(false)}
        />
      ) : (
        <RetireConfirmation
          server={server}
          isOpen={open}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

interface DialogProps {
  server: Server;
  isOpen: boolean;
  onClose: () => void;
}

function RetireConfirmation(props: DialogProps) {
  const { server, isOpen, onClose } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  const navigate = useNavigate();
  const serversPath = useRouteRef(serversRouteRef);
  const name = server.title ?? server.name;
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('server.retire.title', { name })}
      confirmLabel={t('server.retire.confirm')}
      onConfirm={async () => {
        await client.retireServer(server.id);
        toasts.post({
          title: t('server.retire.done', { name }),
          status: 'success',
          timeout: 5000,
        });
        if (serversPath) navigate(serversPath());
      }}
    >
      <Text as="p">{t('server.retire.text')}</Text>
    </ConfirmDialog>
  );
}

function CatalogExplanation(props: DialogProps) {
  const { server, isOpen, onClose } = props;
  const { t } = useMessages();
  const entityPath = useRouteRef(entityRouteRef);
  return (
    <Modal
      isOpen={isOpen}
      title={t('server.retire.fromCatalogTitle')}
      width={480}
      onClose={onClose}
      buttons={
        <>
          <Button variant="secondary" onPress={onClose}>
            {t('server.retire.close')}
          </Button>
          {entityPath && (
            <ButtonLink href={entityPath(parseEntityRef(server.entityRef))}>
              {t('server.retire.openEntity')}
            </ButtonLink>
          )}
        </>
      }
    >
      <Text as="p">{t('server.retire.fromCatalogText')}</Text>
    </Modal>
  );
}
