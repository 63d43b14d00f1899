import { Button } from '@backstage/ui';
import { RiSearchLine } from '@remixicon/react';
import { EmptyState } from './EmptyState';

/** There is something, but the filters let none of it through. */
export function NoMatch(props: {
  title: string;
  description: string;
  clearLabel: string;
  onClear: () => void;
}) {
  const { title, description, clearLabel, onClear } = props;
  return (
    <EmptyState
      icon={<RiSearchLine size={28} />}
      title={title}
      description={description}
      actions={
        <Button variant="secondary" onPress={onClear}>
          {clearLabel}
        </Button>
      }
    />
  );
}
