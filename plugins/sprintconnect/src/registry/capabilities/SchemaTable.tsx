import { Text } from '@backstage/ui';
import { type Translate, useMessages } from '../../translation';
import { Pill, ScrollRegion } from '../../ui';
import { emptinessOf } from './emptinessOf';
import { asSchema } from './schema';
import {
  type Constraint,
  schemaProperties,
  type SchemaProperty,
} from './schemaProperties';
import styles from './SchemaTable.module.css';

const PATTERN_SHOWN = 60;

/** A JSON Schema as a table of its properties, nested ones indented below their owner. */
export function SchemaTable(props: {
  schema: unknown;
  label: string;
  /** Of what the schema is. */
  of: 'input' | 'output';
}) {
  const { schema, label, of } = props;
  const { t } = useMessages();
  const { lines, cut } = schemaProperties(asSchema(schema));
  if (lines.length === 0) {
    return (
      <Text as="p" color="secondary">
        {t(`capabilities.nothing.${of}.${emptinessOf(schema)}`)}
      </Text>
    );
  }
  return (
    <ScrollRegion label={label} className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('capabilities.schema.property')}</th>
            <th scope="col">{t('capabilities.schema.type')}</th>
            <th scope="col">{t('capabilities.schema.description')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(line => (
            <PropertyRow key={line.path} line={line} />
          ))}
        </tbody>
      </table>
      {cut && (
        <Text as="p" variant="body-small" color="secondary">
          {t('capabilities.schema.cut')}
        </Text>
      )}
    </ScrollRegion>
  );
}

function PropertyRow(props: { line: SchemaProperty }) {
  const { line } = props;
  const { t } = useMessages();
  return (
    <tr>
      <th scope="row" style={{ paddingLeft: `${12 + line.depth * 18}px` }}>
        <LineName line={line} />
        {line.required && (
          <span className={styles.required}>
            {t('capabilities.schema.required')}
          </span>
        )}
      </th>
      <td className={styles.type}>
        {line.type || t('capabilities.schema.anything')}
      </td>
      <td>
        {line.description && (
          <div className={styles.description}>{line.description}</div>
        )}
        {(line.constraints.length > 0 || line.recursive) && (
          <div className={styles.constraints}>
            {line.constraints.map(constraint => (
              <Pill key={`${constraint.ofItems ?? ''}${constraint.keyword}`}>
                {constraint.ofItems
                  ? t('capabilities.schema.each', {
                      constraint: saying(t, constraint),
                    })
                  : saying(t, constraint)}
              </Pill>
            ))}
            {line.recursive && (
              <Pill tone="info">{t('capabilities.schema.recursive')}</Pill>
            )}
          </div>
        )}
      </td>
    </tr>
  );
}

function LineName(props: { line: SchemaProperty }) {
  const { role, name } = props.line;
  const { t } = useMessages();
  if (role === 'property') return <span className={styles.name}>{name}</span>;
  return <span>{t(`capabilities.schema.line.${role}`, { name })}</span>;
}

function saying(t: Translate, { keyword, value }: Constraint): string {
  if (keyword === 'enum') {
    const values = Array.isArray(value) ? value : [value];
    return t('capabilities.schema.one', {
      values: values.map(each => JSON.stringify(each)).join(', '),
    });
  }
  if (keyword === 'uniqueItems') return t('capabilities.schema.uniqueItems');
  const bare = keyword === 'pattern' || keyword === 'format';
  const whole = bare ? String(value) : JSON.stringify(value);
  // Patterns that generators write can be longer than all else; the JSON beside this table has them whole.
  const text =
    keyword === 'pattern' && whole.length > PATTERN_SHOWN
      ? `${whole.slice(0, PATTERN_SHOWN)}…`
      : whole;
  return t(`capabilities.schema.${keyword}`, { value: text });
}
