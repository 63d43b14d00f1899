import { type ReactNode, useEffect, useId, useRef } from 'react';
import {
  ButtonIcon,
  Dialog,
  DialogBody,
  DialogHeader,
  Text,
  useBreakpoint,
} from '@backstage/ui';
import { RiCloseLine } from '@remixicon/react';
import type { FoundCapability } from '@sprintconnect/plugin-sprintconnect-common';
import { KindIcon } from '../registry';
import { useMessages } from '../translation';
import { Surface } from '../ui';
import styles from './OpenedFrame.module.css';

interface FrameProps {
  id: string;
  capability?: FoundCapability;
  onClose: () => void;
  children: ReactNode;
}

/** Beside the results where there is room for both, over them where there is not. Escape closes either. */
export function OpenedFrame(props: FrameProps) {
  const roomy = useBreakpoint().up('lg');
  return roomy ? <SidePanel {...props} /> : <OverResults {...props} />;
}

function OverResults(props: FrameProps) {
  const { capability, onClose, children } = props;
  return (
    <Dialog
      isOpen
      onOpenChange={open => {
        if (!open) onClose();
      }}
      width="min(720px, 100vw)"
      className={styles.dialog}
    >
      <Surface>
        <DialogHeader>
          <Name capability={capability} />
        </DialogHeader>
        <DialogBody>{children}</DialogBody>
      </Surface>
    </Dialog>
  );
}

function SidePanel(props: FrameProps) {
  const { id, capability, onClose, children } = props;
  const { t } = useMessages();
  const headingId = useId();
  const panel = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  // Whoever opened it wants to read it, from its name on.
  useEffect(() => heading.current?.focus(), [id]);
  useEffect(() => {
    const within = panel.current;
    const hear = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) close.current();
    };
    within?.addEventListener('keydown', hear);
    return () => within?.removeEventListener('keydown', hear);
  }, []);
  return (
    <aside ref={panel} className={styles.panel} aria-labelledby={headingId}>
      <div className={styles.header}>
        <Text
          as="h3"
          variant="title-x-small"
          ref={heading}
          id={headingId}
          tabIndex={-1}
          className={styles.heading}
        >
          <Name capability={capability} />
        </Text>
        <ButtonIcon
          variant="tertiary"
          aria-label={t('discover.opened.close')}
          icon={<RiCloseLine aria-hidden="true" />}
          onPress={onClose}
        />
      </div>
      <div className={styles.body}>{children}</div>
    </aside>
  );
}

function Name(props: { capability?: FoundCapability }) {
  const { capability } = props;
  const { t } = useMessages();
  if (!capability) return <>{t('discover.opened.label')}</>;
  const { kind, name, title } = capability;
  return (
    <span className={styles.name}>
      <KindIcon kind={kind} className={styles.icon} />
      <span>{title ?? name}</span>
      {title && <code>{name}</code>}
    </span>
  );
}
