import { lazy, Suspense } from 'react';
import {
  Alert,
  Text,
  TextAreaField,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import type { Fault } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { Fallback, SkeletonLines } from '../../ui';
import type { Draft } from './useDraft';
import styles from './ArgumentsEditor.module.css';

const SchemaForm = lazy(() => import('./SchemaForm'));

/** Where arguments are filled in: as a form, or as JSON. */
export function ArgumentsEditor(props: {
  draft: Draft;
  faults: readonly Fault[];
}) {
  const { draft, faults } = props;
  const { plan, view } = draft;
  const { t } = useMessages();
  return (
    <div className={styles.editor}>
      {'schema' in plan && <ViewChoice draft={draft} />}
      {'reason' in plan && (
        <Text as="p" variant="body-small" color="secondary">
          {t(
            plan.reason === 'too-large'
              ? 'tryit.input.tooLarge'
              : 'tryit.input.unknown',
          )}
        </Text>
      )}
      {view === 'json' || 'reason' in plan ? (
        <JsonView draft={draft} faults={faults} />
      ) : (
        <FormView draft={draft} faults={faults} />
      )}
    </div>
  );
}

function ViewChoice(props: { draft: Draft }) {
  const { view, show, jsonFault } = props.draft;
  const { t } = useMessages();
  return (
    <ToggleButtonGroup
      aria-label={t('tryit.input.view')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[view]}
      onSelectionChange={keys => show(keys.has('json') ? 'json' : 'form')}
    >
      <ToggleButton id="form" isDisabled={Boolean(jsonFault)}>
        {t('tryit.input.form')}
      </ToggleButton>
      <ToggleButton id="json">{t('tryit.input.json')}</ToggleButton>
    </ToggleButtonGroup>
  );
}

function JsonView(props: { draft: Draft; faults: readonly Fault[] }) {
  const { draft, faults } = props;
  const { text, editText, jsonFault } = draft;
  const { t } = useMessages();
  const said = faults.map(each => `${each.path} ${each.message}`).join('; ');
  const fault =
    jsonFault?.kind === 'notJson'
      ? t('tryit.input.notJson', { reason: jsonFault.reason })
      : jsonFault && t('tryit.input.notObject');
  return (
    <TextAreaField
      className={styles.json}
      label={t('tryit.input.label')}
      description={jsonFault && t('tryit.input.formWaits')}
      rows={12}
      value={text}
      onChange={editText}
      spellCheck="false"
      validationBehavior="aria"
      validate={() => fault || said || true}
    />
  );
}

function FormView(props: { draft: Draft; faults: readonly Fault[] }) {
  const { draft, faults } = props;
  const { plan, formData, editForm, onFault, isLossy } = draft;
  const { t } = useMessages();
  if (!('schema' in plan)) return null;
  const { schema, isPartial } = plan;
  if (schema.properties && Object.keys(schema.properties).length === 0) {
    return (
      <Text as="p" color="secondary">
        {t('tryit.input.none')}
      </Text>
    );
  }
  return (
    <>
      {isLossy && (
        <Alert icon status="warning" title={t('tryit.input.digits')} />
      )}
      <Fallback
        instead={
          <>
            <Text as="p" variant="body-small" color="secondary">
              {t('tryit.input.notDrawn')}
            </Text>
            <JsonView draft={draft} faults={faults} />
          </>
        }
      >
        <Suspense fallback={<SkeletonLines lines={4} />}>
          <SchemaForm
            schema={schema}
            value={formData}
            faults={faults}
            onChange={editForm}
            onFault={onFault}
          />
        </Suspense>
      </Fallback>
      {isPartial && (
        <Text as="p" variant="body-small" color="secondary">
          {t('tryit.input.partial')}
        </Text>
      )}
    </>
  );
}
