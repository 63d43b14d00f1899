import { useEffect, useRef } from 'react';
import { Container, Header } from '@backstage/ui';
import { serverReadPermission } from '@sprintconnect/plugin-sprintconnect-common';
import { ConnectButton } from '../connect';
import { useMessages } from '../translation';
import { NoPermission } from '../permission';
import { DocumentTitle, isRefusal } from '../ui';
import { DiscoverBox } from './DiscoverBox';
import { DiscoverFilterBar } from './DiscoverFilterBar';
import { Opened } from './Opened';
import { Results } from './Results';
import { useDiscoverAddress } from './useDiscoverAddress';
import { useFocusAfterClose } from './useFocusAfterClose';
import { useFound } from './useFound';
import { useRovingFocus } from './useRovingFocus';
import { useSlashKey } from './useSlashKey';
import styles from './DiscoverPage.module.css';

/** One box over everything that the servers can do. */
export function DiscoverPage() {
  const { t } = useMessages();
  return (
    <DocumentTitle parts={[t('discover.title')]}>
      <Header
        title={t('discover.title')}
        description={t('discover.description')}
        customActions={<ConnectButton />}
      />
      <Container>
        <Discovery />
      </Container>
    </DocumentTitle>
  );
}

function Discovery() {
  const { t } = useMessages();
  const address = useDiscoverAddress();
  const found = useFound(address);
  const { opened } = address;
  const box = useRef<HTMLDivElement>(null);
  const focusBox = () => box.current?.querySelector('input')?.focus();
  const roving = useRovingFocus(focusBox);
  useSlashKey(focusBox);
  useFocusAfterClose(opened, closed => {
    if (!roving.focusItem(closed)) focusBox();
  });
  const openedOnArrival = useRef(opened !== undefined).current;
  useEffect(() => {
    // What a link opens takes the focus itself.
    if (!openedOnArrival) box.current?.querySelector('input')?.focus();
  }, [openedOnArrival]);

  const openBest = (text: string) => {
    const [best] = found.value?.items ?? [];
    const answered = found.value?.q === text && !found.stale;
    if (answered && best) address.open(best.capability.id);
    else address.search(text);
  };
  if (isRefusal(found.error)) {
    return (
      <NoPermission
        title={t('discover.refused')}
        permission={serverReadPermission}
      />
    );
  }
  return (
    <div className={styles.page}>
      <div
        role="search"
        aria-label={t('discover.title')}
        className={styles.controls}
      >
        <DiscoverBox
          box={box}
          typed={address.typed}
          onSearch={address.search}
          onDown={roving.focusFirst}
          onEnter={openBest}
        />
        <DiscoverFilterBar address={address} />
      </div>
      <div className={styles.split} data-open={opened ? true : undefined}>
        <Results found={found} address={address} roving={roving} />
        {opened && (
          <Opened
            // Another one begins afresh, so that nothing of the former shows.
            key={opened}
            id={opened}
            known={
              found.value?.items.find(each => each.capability.id === opened)
                ?.capability
            }
            onClose={address.close}
          />
        )}
      </div>
    </div>
  );
}
