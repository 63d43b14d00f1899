import { type ReactNode, useId } from 'react';
import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import styles from './Panel.module.css';

/** A titled card: one section of a page, which assistive technology lists by its heading. */
export function Panel(props: {
  title: string;
  description?: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { title, description, actions, children } = props;
  const headingId = useId();
  return (
    <Card role="region" aria-labelledby={headingId} className={styles.panel}>
      <CardHeader>
        <div className={styles.header}>
          <div className={styles.titles}>
            <Text as="h3" variant="title-x-small" id={headingId}>
              {title}
            </Text>
            {description && (
              <Text as="p" variant="body-medium" color="secondary">
                {description}
              </Text>
            )}
          </div>
          {actions}
        </div>
      </CardHeader>
      <CardBody>{children}</CardBody>
    </Card>
  );
}
