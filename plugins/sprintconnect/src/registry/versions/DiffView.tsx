import { useState } from 'react';
import { Alert, Button, Text } from '@backstage/ui';
import {
  type Change,
  type Severity,
  severitySchema,
  type SnapshotDiff,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { ChangeItem } from './ChangeItem';
import { SeverityPill } from './SeverityPill';
import styles from './DiffView.module.css';

const SHOWN = 50;

/** The changes between two versions, the gravest first, those of one capability together. */
export function DiffView(props: { diff: SnapshotDiff }) {
  const { diff } = props;
  const { t } = useMessages();
  const [all, setAll] = useState(false);
  if (diff.identical || diff.changes.length === 0) {
    return <Alert icon status="success" title={t('versions.diff.identical')} />;
  }
  const changes = [...diff.changes].sort(byGravity);
  const shown = all ? changes : changes.slice(0, SHOWN);
  return (
    <div className={styles.diff}>
      <div className={styles.summary} role="status">
        <Text weight="bold">
          {t('versions.diff.summary', {
            count: diff.changes.length,
            from: String(diff.from),
            to: String(diff.to),
          })}
        </Text>
        {[...severitySchema.options].reverse().map(severity => (
          <SeverityCount
            key={severity}
            severity={severity}
            changes={diff.changes}
          />
        ))}
      </div>
      <ul className={styles.changes}>
        {shown.map(change => (
          <ChangeItem key={keyOf(change)} change={change} />
        ))}
      </ul>
      {shown.length < changes.length && (
        <Button variant="secondary" onPress={() => setAll(true)}>
          {t('versions.diff.more', { total: changes.length })}
        </Button>
      )}
    </div>
  );
}

function SeverityCount(props: { severity: Severity; changes: Change[] }) {
  const { severity, changes } = props;
  const count = changes.filter(each => each.severity === severity).length;
  return count > 0 ? <SeverityPill severity={severity} count={count} /> : null;
}

function keyOf({ kind, name, grade, path }: Change): string {
  return JSON.stringify([kind, name, grade, path]);
}

function byGravity(one: Change, other: Change): number {
  const gravity = (change: Change) =>
    severitySchema.options.indexOf(change.severity);
  return (
    gravity(other) - gravity(one) ||
    one.kind.localeCompare(other.kind) ||
    one.name.localeCompare(other.name)
  );
}
