import { ButtonIcon } from '@backstage/ui';
import { RiStarFill, RiStarLine } from '@remixicon/react';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import styles from './StarButton.module.css';
import type { Stars } from './useStars';

/** The star of the entity of a server, which its catalog page shows as well. Nothing where the portal knows no stars. */
export function StarButton(props: {
  server: Pick<Server, 'name' | 'title' | 'entityRef'>;
  stars?: Stars;
  variant?: 'secondary' | 'tertiary';
}) {
  const { server, stars, variant = 'tertiary' } = props;
  const { entityRef } = server;
  const { t } = useMessages();
  if (!stars?.refs) return null;
  const isStarred = stars.refs.has(entityRef.toLowerCase());
  return (
    <ButtonIcon
      variant={variant}
      className={styles.star}
      aria-label={t('servers.star', { name: server.title ?? server.name })}
      aria-pressed={isStarred}
      icon={
        isStarred ? (
          <RiStarFill aria-hidden="true" />
        ) : (
          <RiStarLine aria-hidden="true" />
        )
      }
      onPress={() => stars.toggle(entityRef)}
    />
  );
}
