import { ButtonLink, Text } from '@backstage/ui';
import { RiPlayLine } from '@remixicon/react';
import {
  type Capability,
  capabilityUsePermission,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMay } from '../../permission';
import { useMessages } from '../../translation';
import { outOfUseOf } from './outOfUseOf';
import { useTryPath } from './useTryPath';

/**
 * Leads to where a capability is tried. Nothing for those who may not use any; in its place, the reason why nobody can use it now, unless
 * it is `brief`.
 */
export function TryLink(props: {
  capability: Pick<Capability, 'kind' | 'name' | 'title'>;
  server: Pick<Server, 'id' | 'status'>;
  brief?: boolean;
  className?: string;
}) {
  const { capability, server, brief, className } = props;
  const { kind, name, title } = capability;
  const { t } = useMessages();
  const mayUse = useMay(capabilityUsePermission);
  const tryPath = useTryPath();
  const outOfUse = outOfUseOf(server);
  if (!mayUse || !tryPath || (outOfUse && brief)) return null;
  if (outOfUse) {
    return (
      <Text as="p" variant="body-small" color="secondary">
        {t(`tryit.outOfUse.${outOfUse}.title`)}.{' '}
        {t(`tryit.outOfUse.${outOfUse}.description`)}
      </Text>
    );
  }
  return (
    <ButtonLink
      variant="secondary"
      size="small"
      className={className}
      href={tryPath({ serverId: server.id, kind, name })}
      iconStart={<RiPlayLine aria-hidden="true" />}
      aria-label={t('tryit.actionOn', { name: title ?? name })}
    >
      {t('tryit.action')}
    </ButtonLink>
  );
}
