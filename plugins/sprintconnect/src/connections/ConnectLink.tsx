import { ButtonLink, Text } from '@backstage/ui';
import { RiLinksLine } from '@remixicon/react';
import { useMessages } from '../translation';
import styles from './Connections.module.css';

/**
 * What to do about a call that was refused for want of an account: `url` is its `connectUrl`. It opens beside the page, which so keeps
 * what was filled in there.
 */
export function ConnectLink(props: { url: string }) {
  const { t } = useMessages();
  return (
    <div className={styles.panel}>
      <ButtonLink
        href={props.url}
        target="_blank"
        rel="noopener"
        iconStart={<RiLinksLine aria-hidden="true" />}
      >
        {t('connections.connect')}
      </ButtonLink>
      <Text as="p" variant="body-small" color="secondary">
        {t('connections.beside')}
      </Text>
    </div>
  );
}
