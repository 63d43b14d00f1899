import type { ReactElement } from 'react';
import { Button, ButtonIcon, useBreakpoint } from '@backstage/ui';

/** Something that can be done with a server. Where its words would leave no room for the name, its icon stands alone. */
export function HeaderAction(props: {
  label: string;
  icon: ReactElement;
  variant?: 'primary' | 'secondary';
  isPending?: boolean;
  onPress: () => void;
}) {
  const { label, icon, ...rest } = props;
  const narrow = useBreakpoint().down('sm');
  return narrow ? (
    <ButtonIcon aria-label={label} icon={icon} {...rest} />
  ) : (
    <Button iconStart={icon} {...rest}>
      {label}
    </Button>
  );
}
