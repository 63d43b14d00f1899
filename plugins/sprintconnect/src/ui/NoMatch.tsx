import { Button } from '@backstage/ui';
import { RiSearchLine } from '@remixicon/react';
import { useMessages } from '../translation';
import { EmptyState } from './EmptyState';

/** There is something, but the filters let none of it through. */
export function NoMatch(props: {
  title: string;
  description: string;
  /** Default: that it clears the filters. */
  clearLabel?: string;
  onClear: () => void;
}) {
  const { title, description, clearLabel, onClear } = props;
  const { t } = useMessages();
  return (
    <EmptyState
      icon={<RiSearchLine size={28} />}
      title={title}
      description={description}
      actions={
        <Button variant="secondary" onPress={onClear}>
          {clearLabel ?? t('filters.clear')}
        </Button>
      }
    />
  );
}
