import { useState } from 'react';
import { Accordion, AccordionPanel, AccordionTrigger } from '@backstage/ui';
import {
  RiBracesLine,
  RiChatQuoteLine,
  RiFileTextLine,
  RiHammerLine,
} from '@remixicon/react';
import type {
  Capability,
  CapabilityKind,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { CapabilityDetails } from './CapabilityDetails';
import { HintPills } from './HintPills';
import styles from './CapabilityItem.module.css';

const icons: Record<CapabilityKind, typeof RiHammerLine> = {
  tool: RiHammerLine,
  resource: RiFileTextLine,
  'resource-template': RiBracesLine,
  prompt: RiChatQuoteLine,
};

/** One capability: a line that opens. What is inside is drawn only then, because lists can be long. */
export function CapabilityItem(props: { capability: Capability }) {
  const { capability } = props;
  const { kind, name, title, description, annotations, definition } =
    capability;
  const { t } = useMessages();
  const [open, setOpen] = useState(false);
  const Icon = icons[kind];
  const given = definition.title ?? definition.name;
  const heading =
    title ??
    (kind === 'tool' || kind === 'prompt' ? name : String(given ?? name));
  return (
    <Accordion isExpanded={open} onExpandedChange={setOpen}>
      <AccordionTrigger level={4}>
        <span className={styles.line}>
          <Icon
            className={styles.icon}
            aria-label={t(`capabilities.one.${kind}`)}
          />
          <span className={styles.text}>
            <span className={styles.heading}>
              <span className={styles.title}>{heading}</span>
              {heading !== name && <code className={styles.name}>{name}</code>}
              <HintPills annotations={annotations} />
            </span>
            {description && !open && (
              <span className={styles.description}>{description}</span>
            )}
          </span>
        </span>
      </AccordionTrigger>
      <AccordionPanel>
        {open && <CapabilityDetails capability={capability} />}
      </AccordionPanel>
    </Accordion>
  );
}
