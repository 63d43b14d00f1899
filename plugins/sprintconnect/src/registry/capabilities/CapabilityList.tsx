import { useState } from 'react';
import { SearchField, Text } from '@backstage/ui';
import { RiHammerLine, RiSearchLine } from '@remixicon/react';
import {
  type CapabilityKind,
  capabilityReadPermission,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { NoPermission } from '../../permission';
import { useMessages } from '../../translation';
import { EmptyState, isRefusal, useDebounced, WhenLoaded } from '../../ui';
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
  const shown = sum(answered.map(each => each.items.length));
  const isComplete = answered.length + failed.length >= offered.length;
  // A kind or words that were only just chosen: that nothing is shown does not yet mean that there is nothing.
  const isUnanswered = offered.some(each => each.stale && !each.error);
  const refusal = failed.find(each => isRefusal(each.error));
  const isUnknown = shown === 0 && (isUnanswered || failed.length > 0);
  return (
    <>
      <WhenLoaded
        loaded={{
          value: isComplete && !isUnknown ? answered : undefined,
          error: isComplete ? (refusal ?? failed[0])?.error : undefined,
          reload: () => failed.forEach(each => each.reload()),
        }}
        lines={6}
        refused={
          <NoPermission
            title={t('capabilities.refused')}
            permission={capabilityReadPermission}
          />
        }
        empty={() =>
          shown === 0 &&
          known && <Nothing server={server} narrowed={q !== undefined} />
        }
      >
        {lists =>
          shown > 0 && (
            <Text as="p" variant="body-small" color="secondary" role="status">
              {t('capabilities.shown', {
                shown,
                total: sum(lists.map(each => each.totalItems)),
              })}
            </Text>
          )
        }
      </WhenLoaded>
      {isComplete &&
        !refusal &&
        offered.map(each => (
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
