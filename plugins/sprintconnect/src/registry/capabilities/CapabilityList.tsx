import { useState } from 'react';
import { SearchField, Text } from '@backstage/ui';
import { RiHammerLine, RiSearchLine } from '@remixicon/react';
import {
  type CapabilityKind,
  capabilityReadPermission,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { isRefusal, NoPermission } from '../../permission';
import { useMessages } from '../../translation';
import { EmptyState, ErrorNotice, SkeletonLines, useDebounced } from '../../ui';
import { CapabilitySection } from './CapabilitySection';
import { KindFilter, useKind } from './KindFilter';
import { useOffered } from './useOffered';
import styles from './CapabilityList.module.css';

const TYPING_MS = 250;

/** Everything a server offers, by kind and by words. */
export function CapabilityList(props: { server: Server }) {
  const { server } = props;
  const { t } = useMessages();
  const [kind, setKind] = useKind();
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), TYPING_MS);
  return (
    <div className={styles.list}>
      <div className={styles.filters}>
        <SearchField
          aria-label={t('capabilities.search')}
          placeholder={t('capabilities.placeholder')}
          value={text}
          onChange={setText}
          className={styles.search}
        />
        <KindFilter server={server} kind={kind} onChange={setKind} />
      </div>
      <Capabilities server={server} kind={kind} q={q || undefined} />
    </div>
  );
}

function Capabilities(props: {
  server: Server;
  kind?: CapabilityKind;
  q?: string;
}) {
  const { server, kind, q } = props;
  const { t } = useMessages();
  const offered = useOffered(server, { kind, q });
  const failed = offered.filter(each => each.error);
  const faultOf = (of: CapabilityKind) =>
    server.listFaults?.find(fault => fault.kind === of);
  // Of a list that could not be read nobody knows that it is empty.
  const known = q !== undefined || !offered.some(each => faultOf(each.kind));
  const answered = offered.flatMap(({ value }) => (value ? [value] : []));

  if (answered.length + failed.length < offered.length) {
    return <SkeletonLines lines={6} />;
  }
  if (failed.some(each => isRefusal(each.error))) {
    return (
      <NoPermission
        title={t('capabilities.refused')}
        permission={capabilityReadPermission}
      />
    );
  }
  const shown = sum(answered.map(each => each.items.length));
  // A kind or words that were only just chosen: that nothing is shown does not yet mean that there is nothing.
  const unanswered = offered.some(each => each.stale && !each.error);
  return (
    <>
      {failed.length > 0 && (
        <ErrorNotice
          title={shown > 0 ? t('errors.stale') : undefined}
          error={failed[0].error!}
          onRetry={() => failed.forEach(each => each.reload())}
        />
      )}
      {shown === 0 && unanswered && <SkeletonLines lines={6} />}
      {shown === 0 && !unanswered && failed.length === 0 && known && (
        <Nothing server={server} narrowed={q !== undefined} />
      )}
      {shown > 0 && (
        <Text as="p" variant="body-small" color="secondary" role="status">
          {t('capabilities.shown', {
            shown,
            total: sum(answered.map(each => each.totalItems)),
          })}
        </Text>
      )}
      {offered.map(each => (
        <CapabilitySection
          key={each.kind}
          server={server}
          offered={each}
          fault={faultOf(each.kind)}
        />
      ))}
    </>
  );
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function Nothing(props: { server: Server; narrowed: boolean }) {
  const { t } = useMessages();
  if (props.narrowed) {
    return (
      <EmptyState
        icon={<RiSearchLine size={28} />}
        title={t('capabilities.noMatch.title')}
        description={t('capabilities.noMatch.description')}
      />
    );
  }
  const discovered = Boolean(props.server.lastDiscoveredAt);
  return (
    <EmptyState
      icon={<RiHammerLine size={28} />}
      title={t(
        discovered
          ? 'capabilities.empty.title'
          : 'capabilities.empty.undiscovered',
      )}
      description={t(
        discovered
          ? 'capabilities.empty.description'
          : 'capabilities.empty.undiscoveredText',
      )}
    />
  );
}
