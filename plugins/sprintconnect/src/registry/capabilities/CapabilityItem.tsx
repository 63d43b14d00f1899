import { useState } from 'react';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  useBreakpoint,
} from '@backstage/ui';
import type {
  Capability,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { Pill } from '../../ui';
import { TryLink } from '../tryLink/TryLink';
import { CapabilityDetails } from './CapabilityDetails';
import { HintPills } from './HintPills';
import { KindIcon } from './KindIcon';
import { TokenCount } from './TokenCount';
import styles from './CapabilityItem.module.css';

/** One capability: a line that opens. What is inside is drawn only then, because lists can be long. */
export function CapabilityItem(props: {
  capability: Capability;
  server: Pick<Server, 'id' | 'status'>;
}) {
  const { capability, server } = props;
  const { kind, name, title, description, annotations, definition, notes } =
    capability;
  const { tokens } = capability;
  const { t } = useMessages();
  const [open, setOpen] = useState(false);
  // Beside the name there is no room for it then.
  const narrow = useBreakpoint().down('sm');
  const given = definition.title ?? definition.name;
  const heading =
    title ??
    (kind === 'tool' || kind === 'prompt' ? name : String(given ?? name));
  return (
    <div className={styles.item} data-narrow={narrow || undefined}>
      <Accordion isExpanded={open} onExpandedChange={setOpen}>
        <AccordionTrigger level={4}>
          <span className={styles.line}>
            <KindIcon kind={kind} className={styles.icon} />
            <span className={styles.text}>
              <span className={styles.heading}>
                <span className={styles.title}>{heading}</span>
                {heading !== name && (
                  <code className={styles.name}>{name}</code>
                )}
                {tokens !== undefined && <TokenCount tokens={tokens} />}
                <HintPills annotations={annotations} />
                {notes && <Pill tone="warning">{t('capabilities.noted')}</Pill>}
              </span>
              {description && !open && (
                <span className={styles.description}>{description}</span>
              )}
            </span>
          </span>
        </AccordionTrigger>
        <AccordionPanel>
          {open && narrow && (
            <TryLink capability={capability} server={server} brief />
          )}
          {open && <CapabilityDetails capability={capability} />}
        </AccordionPanel>
      </Accordion>
      {!narrow && (
        <TryLink
          capability={capability}
          server={server}
          brief
          className={styles.tryLink}
        />
      )}
    </div>
  );
}
