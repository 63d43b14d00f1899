import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { Text } from '@backstage/ui';
import {
  effectOf,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { InlineCode, Panel } from '../ui';
import { AnswerPanel } from './AnswerPanel';
import { askedSchema } from './arguments/askedSchema';
import { formPlanOf } from './arguments/formPlanOf';
import { ArgumentsEditor } from './form/ArgumentsEditor';
import { type Draft, useDraft } from './form/useDraft';
import { capabilityUse } from './capabilityUse';
import { ConfirmRun } from './ConfirmRun';
import { faultsOf } from './faultsOf';
import { missingArguments } from './missingArguments';
import { HistoryPanel } from './HistoryPanel';
import type { Run } from './Run';
import { RunButtons } from './RunButtons';
import { useHistory } from './useHistory';
import { useRun } from './useRun';
import type { Tried } from './Tried';
import styles from './Trial.module.css';

const FAULTY = '[aria-invalid="true"], [data-invalid] button';

/** The input of a capability, and beside it what came of it. */
export function Trial(props: { server: Server; capability: Tried }) {
  const { server, capability } = props;
  const { kind, name, description } = capability;
  const { t } = useMessages();
  const schema = useMemo(() => askedSchema(capability), [capability]);
  const plan = useMemo(() => formPlanOf(schema), [schema]);
  const draft = useDraft(plan);
  const history = useHistory(JSON.stringify([server.id, kind, name]));
  const run = useRun({
    isDestructive: effectOf(capability) === 'destructive',
    missing: ({ given }) =>
      missingArguments(kind, schema, given).map(each => ({
        path: `arguments[${JSON.stringify(each)}]`,
        message: t('tryit.field.missing'),
      })),
    onEnd: history.add,
  });
  const { state } = run;
  const next: Run | undefined =
    draft.given && draft.fieldFaults.size === 0
      ? { given: draft.given, use: capabilityUse(capability, draft.given) }
      : undefined;
  const isBusy = ['checking', 'asking', 'running'].includes(state.phase);
  const start = () => {
    if (next && !isBusy) run.start(next);
  };
  const faults = useMemo(() => faultsOf(state), [state]);
  const input = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (faults.length === 0) return undefined;
    // The form shows them with its next drawing.
    const timer = setTimeout(() =>
      input.current?.querySelector<HTMLElement>(FAULTY)?.focus(),
    );
    return () => clearTimeout(timer);
  }, [faults]);
  return (
    <div className={styles.trial}>
      <div
        ref={input}
        className={styles.column}
        onKeyDown={event => isRunKey(event) && start()}
        role="presentation"
      >
        <Panel title={t('tryit.input.title')}>
          <div className={styles.input}>
            {description && (
              <Text as="p" color="secondary" className={styles.description}>
                {description}
              </Text>
            )}
            <ArgumentsEditor draft={draft} faults={faults} />
            {kind.startsWith('resource') && (
              <Address draft={draft} capability={capability} />
            )}
            <RunButtons
              kind={kind}
              state={state}
              isReady={next !== undefined}
              onRun={start}
              onCheck={() => next && run.rehearse(next)}
              onCancel={run.cancel}
            />
          </div>
        </Panel>
      </div>
      <div className={styles.column}>
        <AnswerPanel kind={kind} serverId={server.id} state={state} />
        <HistoryPanel
          runs={history.runs}
          onShow={({ run: former, outcome }) => {
            draft.take(former.given);
            run.show(former, outcome);
          }}
        />
      </div>
      <ConfirmRun
        server={server}
        capability={capability}
        run={state.phase === 'asking' ? state.run : undefined}
        onConfirm={run.confirm}
        onClose={run.cancel}
      />
    </div>
  );
}

function isRunKey(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && (event.ctrlKey || event.metaKey);
}

/** What is read, as it stands after the variables have their values. */
function Address(props: { draft: Draft; capability: Tried }) {
  const { draft, capability } = props;
  const { t } = useMessages();
  const use = capabilityUse(capability, draft.given ?? {});
  return 'uri' in use ? (
    <Text as="p" variant="body-small" color="secondary">
      {t('tryit.input.uri')} <InlineCode>{use.uri}</InlineCode>
    </Text>
  ) : null;
}
