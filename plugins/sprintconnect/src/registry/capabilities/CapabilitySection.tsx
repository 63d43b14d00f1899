import { useId } from 'react';
import { AccordionGroup, Text } from '@backstage/ui';
import type {
  ListFault,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { ShowMore } from '../../ui';
import { ListFaultNotice } from '../faults/ListFaultNotice';
import { CapabilityItem } from './CapabilityItem';
import { TokenSum } from './TokenSum';
import type { OfferedOfKind } from './useCapabilities';
import styles from './CapabilitySection.module.css';

/** What a server offers of one kind, below a heading that says how much there is, and what is wrong with its list. */
export function CapabilitySection(props: {
  server: Server;
  offered: OfferedOfKind;
  fault?: ListFault;
}) {
  const { server, fault } = props;
  const { kind, value, pending, showMore } = props.offered;
  const { t } = useMessages();
  const headingId = useId();
  if (!value || (value.items.length === 0 && !fault)) return null;
  return (
    <section className={styles.section} aria-labelledby={headingId}>
      <Text as="h3" variant="title-x-small" id={headingId}>
        {t(`capabilities.${kind}`)}{' '}
        <span className={styles.count}>{value.totalItems}</span>
      </Text>
      {kind === 'tool' && <TokenSum server={server} />}
      {fault && <ListFaultNotice fault={fault} />}
      <AccordionGroup allowsMultiple>
        {value.items.map(capability => (
          <CapabilityItem
            key={capability.id}
            capability={capability}
            server={server}
          />
        ))}
      </AccordionGroup>
      {value.more && <ShowMore isPending={pending} onPress={showMore} />}
    </section>
  );
}
