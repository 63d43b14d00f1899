import { useState } from 'react';
import {
  AccordionGroup,
  Button,
  SearchField,
  Text,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import { RiHammerLine, RiLockLine, RiSearchLine } from '@remixicon/react';
import {
  type CapabilityKind,
  capabilityKindSchema,
  type Server,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useSearchParams } from 'react-router-dom';
import { useMessages } from '../../translation';
import { EmptyState, ErrorNotice, SkeletonLines, useDebounced } from '../../ui';
import { CapabilityItem } from './CapabilityItem';
import { useCapabilities } from './useCapabilities';
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
        <KindFilter counts={server.counts} kind={kind} onChange={setKind} />
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
  const { value, error, pending, reload, showMore } = useCapabilities(server, {
    kind,
    q,
  });
  if (error && !value) {
    return error instanceof SprintConnectError && error.status === 403 ? (
      <EmptyState
        icon={<RiLockLine size={28} />}
        title={t('errors.refused')}
        description={error.message}
      />
    ) : (
      <ErrorNotice error={error} onRetry={reload} />
    );
  }
  if (!value) return <SkeletonLines lines={6} />;
  if (value.items.length === 0) {
    return <Nothing server={server} narrowed={q !== undefined} />;
  }
  return (
    <>
      {error && (
        <ErrorNotice title={t('errors.stale')} error={error} onRetry={reload} />
      )}
      <Text as="p" variant="body-small" color="secondary" role="status">
        {t('capabilities.shown', {
          shown: String(value.items.length),
          total: String(value.totalItems ?? value.items.length),
        })}
      </Text>
      <AccordionGroup allowsMultiple>
        {value.items.map(capability => (
          <CapabilityItem key={capability.id} capability={capability} />
        ))}
      </AccordionGroup>
      {value.hasMore && (
        <Button variant="secondary" isPending={pending} onPress={showMore}>
          {t('actions.showMore')}
        </Button>
      )}
    </>
  );
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

function KindFilter(props: {
  counts: Server['counts'];
  kind?: CapabilityKind;
  onChange: (kind: CapabilityKind | undefined) => void;
}) {
  const { counts, kind, onChange } = props;
  const { t } = useMessages();
  const byKind: Record<CapabilityKind, number> = {
    tool: counts.tools,
    resource: counts.resources,
    'resource-template': counts.resourceTemplates,
    prompt: counts.prompts,
  };
  const total = Object.values(byKind).reduce((sum, count) => sum + count, 0);
  return (
    <ToggleButtonGroup
      aria-label={t('capabilities.kind')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[kind ?? 'all']}
      onSelectionChange={keys => {
        const chosen = capabilityKindSchema.safeParse([...keys][0]);
        onChange(chosen.success ? chosen.data : undefined);
      }}
      className={styles.kinds}
    >
      <ToggleButton id="all">{`${t('capabilities.all')} ${total}`}</ToggleButton>
      {capabilityKindSchema.options.map(each => (
        <ToggleButton key={each} id={each} isDisabled={byKind[each] === 0}>
          {`${t(`capabilities.${each}`)} ${byKind[each]}`}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

/** The chosen kind, kept in the address. */
function useKind() {
  const [params, setParams] = useSearchParams();
  const found = capabilityKindSchema.safeParse(params.get('kind'));
  const setKind = (kind: CapabilityKind | undefined) =>
    setParams(
      before => {
        const after = new URLSearchParams(before);
        if (kind) after.set('kind', kind);
        else after.delete('kind');
        return after;
      },
      { replace: true },
    );
  return [found.success ? found.data : undefined, setKind] as const;
}
