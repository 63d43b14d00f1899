import { Text } from '@backstage/ui';
import { RiInformationLine } from '@remixicon/react';
import { useMessages } from '../../translation';
import styles from './ListNotes.module.css';
import type { ServerList } from './useServerList';

/** What the list could not do. Nothing where it is all there. */
export function ListNotes(props: { list: ServerList }) {
  const { page, left } = props.list;
  const { t } = useMessages();
  const notes = [
    page.value?.degraded,
    left &&
      t('servers.starredFirst', {
        shown: left.shown,
        count: left.count,
      }),
  ].filter(note => note !== undefined);
  return notes.map(note => (
    <Text key={note} as="p" variant="body-small" color="secondary">
      <RiInformationLine aria-hidden="true" size={14} className={styles.icon} />
      {note}
    </Text>
  ));
}
