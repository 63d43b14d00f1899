import {
  RiBracesLine,
  RiChatQuoteLine,
  RiFileTextLine,
  RiHammerLine,
} from '@remixicon/react';
import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';

const icons: Record<CapabilityKind, typeof RiHammerLine> = {
  tool: RiHammerLine,
  resource: RiFileTextLine,
  'resource-template': RiBracesLine,
  prompt: RiChatQuoteLine,
};

/** What kind of capability it is, as an icon that has the word as its name. */
export function KindIcon(props: { kind: CapabilityKind; className?: string }) {
  const { kind, className } = props;
  const { t } = useMessages();
  const Icon = icons[kind];
  return (
    <Icon
      className={className}
      role="img"
      aria-label={t(`capabilities.one.${kind}`)}
    />
  );
}
