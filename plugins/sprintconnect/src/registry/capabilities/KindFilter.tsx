import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import type {
  CapabilityKind,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useSearchParams } from 'react-router-dom';
import { useMessages } from '../../translation';
import { countsByKind, kindOf, kindOrder } from './kinds';
import styles from './CapabilityList.module.css';

/** All kinds, or one of them, each with how many there are. */
export function KindFilter(props: {
  server: Pick<Server, 'counts' | 'listFaults'>;
  kind?: CapabilityKind;
  onChange: (kind: CapabilityKind | undefined) => void;
}) {
  const { server, kind, onChange } = props;
  const { t } = useMessages();
  const byKind = countsByKind(server.counts);
  const isFaulty = (each: CapabilityKind) =>
    server.listFaults?.some(fault => fault.kind === each) ?? false;
  const total = Object.values(byKind).reduce((sum, count) => sum + count, 0);
  return (
    <ToggleButtonGroup
      aria-label={t('capabilities.kind')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[kind ?? 'all']}
      onSelectionChange={keys => onChange(kindOf([...keys][0]))}
      className={styles.kinds}
    >
      <ToggleButton id="all">{`${t('capabilities.all')} ${total}`}</ToggleButton>
      {kindOrder.map(each => (
        <ToggleButton
          key={each}
          id={each}
          isDisabled={byKind[each] === 0 && !isFaulty(each)}
        >
          {`${t(`capabilities.${each}`)} ${byKind[each]}`}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

/** The chosen kind, kept in the address. */
export function useKind() {
  const [params, setParams] = useSearchParams();
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
  return [kindOf(params.get('kind')), setKind] as const;
}
