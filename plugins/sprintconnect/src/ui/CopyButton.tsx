import { useEffect, useState } from 'react';
import { Button, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useMessages } from '../translation';

/** Copies `text` and says so, also to screen readers. `label` tells what is copied. */
export function CopyButton(props: { text: string; label: string }) {
  const { text, label } = props;
  const { t } = useMessages();
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();

  useEffect(() => {
    if (!outcome) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), 3000);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      // Absent outside secure contexts, such as plain http on another host.
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  };
  return (
    <>
      <Button
        variant="secondary"
        size="small"
        aria-label={label}
        iconStart={
          outcome === 'copied' ? (
            <RiCheckLine aria-hidden="true" />
          ) : (
            <RiFileCopyLine aria-hidden="true" />
          )
        }
        onPress={copy}
      >
        {t(outcome ? `copy.${outcome}` : 'copy.copy')}
      </Button>
      <VisuallyHidden role="status">
        {outcome ? t(`copy.${outcome}`) : ''}
      </VisuallyHidden>
    </>
  );
}
