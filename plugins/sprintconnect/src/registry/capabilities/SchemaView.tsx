import { useState } from 'react';
import { Text, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useMessages } from '../../translation';
import { CodeBlock } from '../../ui';
import { SchemaTable } from './SchemaTable';
import styles from './SchemaView.module.css';

/** A JSON Schema or what a server sent in its place, readable as a table and exact as JSON. */
export function SchemaView(props: {
  title: string;
  schema: unknown;
  of: 'input' | 'output';
}) {
  const { title, schema, of } = props;
  const { t } = useMessages();
  const [view, setView] = useState<'table' | 'json'>('table');
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <Text as="h4" variant="body-medium" weight="bold">
          {title}
        </Text>
        <ToggleButtonGroup
          aria-label={t('capabilities.view.label')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[view]}
          onSelectionChange={keys =>
            setView(keys.has('json') ? 'json' : 'table')
          }
        >
          <ToggleButton id="table">{t('capabilities.view.table')}</ToggleButton>
          <ToggleButton id="json">{t('capabilities.view.json')}</ToggleButton>
        </ToggleButtonGroup>
      </div>
      {view === 'table' ? (
        <SchemaTable schema={schema} label={title} of={of} />
      ) : (
        <CodeBlock
          code={JSON.stringify(schema, null, 2) ?? ''}
          label={t('capabilities.copySchema')}
          caption="JSON Schema"
        />
      )}
    </div>
  );
}
