import { Tab, TabList, TabPanel, Tabs, Text } from '@backstage/ui';
import { useMessages } from '../../translation';
import { CodeBlock } from '../../ui';
import type { Schema } from './schemaProperties';
import { SchemaTable } from './SchemaTable';
import styles from './SchemaView.module.css';

/** A JSON Schema, readable as a table and exact as JSON. */
export function SchemaView(props: { title: string; schema: Schema }) {
  const { title, schema } = props;
  const { t } = useMessages();
  return (
    <section className={styles.view} aria-label={title}>
      <Tabs>
        <div className={styles.bar}>
          <Text as="h4" variant="body-medium" weight="bold">
            {title}
          </Text>
          <TabList aria-label={t('capabilities.view.label')}>
            <Tab id="table">{t('capabilities.view.table')}</Tab>
            <Tab id="json">{t('capabilities.view.json')}</Tab>
          </TabList>
        </div>
        <TabPanel id="table">
          <SchemaTable schema={schema} label={title} />
        </TabPanel>
        <TabPanel id="json">
          <CodeBlock
            code={JSON.stringify(schema, null, 2)}
            label={t('capabilities.copySchema')}
            caption="JSON Schema"
          />
        </TabPanel>
      </Tabs>
    </section>
  );
}
