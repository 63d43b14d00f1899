import { Alert, Text } from '@backstage/ui';
import type { Capability } from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../../format';
import { useMessages } from '../../translation';
import { CodeBlock, DescriptionList, RelativeTime } from '../../ui';
import { argumentsSchema } from './argumentsSchema';
import { hintsOf } from './hintsOf';
import { SchemaView } from './SchemaView';
import styles from './CapabilityDetails.module.css';

/** Everything a server says of one capability. */
export function CapabilityDetails(props: { capability: Capability }) {
  const { capability } = props;
  const { kind, description, definition, inputSchema, outputSchema, notes } =
    capability;
  const { t } = useMessages();
  return (
    <div className={styles.details}>
      {notes?.map(note => (
        <Alert key={note} icon status="warning" title={note} />
      ))}
      {description ? (
        <p className={styles.description}>{description}</p>
      ) : (
        <Text as="p" color="secondary">
          {t('capabilities.noDescription')}
        </Text>
      )}
      {kind === 'tool' && (
        <SchemaView
          title={t('capabilities.input')}
          schema={inputSchema ?? definition.inputSchema}
          of="input"
        />
      )}
      {kind === 'prompt' && (
        <SchemaView
          title={t('capabilities.arguments')}
          schema={argumentsSchema(definition.arguments)}
          of="input"
        />
      )}
      {outputSchema && (
        <SchemaView
          title={t('capabilities.output')}
          schema={outputSchema}
          of="output"
        />
      )}
      <Facts capability={capability} />
      <Definition definition={definition} />
    </div>
  );
}

function Facts(props: { capability: Capability }) {
  const { kind, name, definition, annotations, firstSeen, digest } =
    props.capability;
  const { t } = useMessages();
  const { bytes } = useFormats();
  const { mimeType, size } = definition;
  return (
    <DescriptionList
      items={[
        {
          term: t('capabilities.uri'),
          value: kind === 'resource' ? name : undefined,
        },
        {
          term: t('capabilities.uriTemplate'),
          value: kind === 'resource-template' ? name : undefined,
        },
        {
          term: t('capabilities.mimeType'),
          value: typeof mimeType === 'string' ? mimeType : undefined,
        },
        {
          term: t('capabilities.size'),
          value: typeof size === 'number' ? bytes(size) : undefined,
        },
        {
          term: t('capabilities.hints.label'),
          value: hintsOf(annotations)
            .map(({ saying }) => t(`capabilities.hints.${saying}Meaning`))
            .join(' '),
        },
        {
          term: t('capabilities.firstSeen'),
          value: <RelativeTime at={firstSeen} />,
        },
        {
          term: t('capabilities.digest'),
          value: <code className={styles.digest}>{digest}</code>,
        },
      ]}
    />
  );
}

function Definition(props: { definition: Record<string, unknown> }) {
  const { t } = useMessages();
  return (
    <details className={styles.definition}>
      <summary>{t('capabilities.definition')}</summary>
      <CodeBlock
        code={JSON.stringify(props.definition, null, 2)}
        label={t('capabilities.copyDefinition')}
      />
    </details>
  );
}
