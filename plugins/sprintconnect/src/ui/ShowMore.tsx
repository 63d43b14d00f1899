import { Button } from '@backstage/ui';
import { useMessages } from '../translation';

/** Makes a growing list one page longer. */
export function ShowMore(props: {
  onPress: () => void;
  /** The page is on its way. */
  isPending?: boolean;
  className?: string;
}) {
  const { t } = useMessages();
  return (
    <Button variant="secondary" {...props}>
      {t('actions.showMore')}
    </Button>
  );
}
