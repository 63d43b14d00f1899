import { useState } from 'react';
import { Button } from '@backstage/ui';
import { RiAddLine, RiSignpostLine } from '@remixicon/react';
import {
  egressManagePermission,
  type EgressRule,
} from '@sprintconnect/plugin-sprintconnect-common';
import { NoPermission, useMe } from '../../permission';
import { useMessages } from '../../translation';
import {
  EmptyState,
  FilterBar,
  Listing,
  ListingControls,
  NoMatch,
  OneOfFilter,
} from '../../ui';
import { AttemptsPanel } from './AttemptsPanel';
import { CheckPanel } from './CheckPanel';
import { DeleteRuleDialog } from './DeleteRuleDialog';
import { RuleDialog } from './RuleDialog';
import { RulesTable } from './RulesTable';
import { SettingsPanel } from './SettingsPanel';
import { useRules } from './useRules';
import styles from './EgressPage.module.css';

/** Where servers may be: rules, what they would say of a URL, and what came of them. */
export function EgressPage() {
  const { t } = useMessages();
  const environments = useMe().value?.environments ?? [];
  const [environment, setEnvironment] = useState<string>();
  const [editing, setEditing] = useState<EgressRule | 'new'>();
  const [deleting, setDeleting] = useState<EgressRule>();
  const rules = useRules();
  const shown = rules.value?.filter(
    each =>
      !environment || !each.environment || each.environment === environment,
  );
  return (
    <Listing
      loaded={rules}
      refused={
        <NoPermission
          title={t('admin.egress.refused')}
          permission={egressManagePermission}
        />
      }
      total={() => t('egress.total', { count: shown?.length ?? 0 })}
      controls={
        <ListingControls>
          <FilterBar role="search" few>
            <OneOfFilter
              quiet
              label={t('egress.environment')}
              chosen={environment}
              any={t('egress.allEnvironments')}
              options={environments.map(value => ({ value, label: value }))}
              onChange={setEnvironment}
            />
          </FilterBar>
          <Button
            iconStart={<RiAddLine aria-hidden="true" />}
            onPress={() => setEditing('new')}
          >
            {t('egress.add')}
          </Button>
        </ListingControls>
      }
    >
      <RulesTable
        rules={shown}
        stale={rules.stale}
        onEdit={setEditing}
        onDelete={setDeleting}
        emptyState={
          rules.value?.length ? (
            <NoMatch
              title={t('egress.noMatch.title')}
              description={t('egress.noMatch.description')}
              onClear={() => setEnvironment(undefined)}
            />
          ) : (
            <EmptyState
              icon={<RiSignpostLine size={28} />}
              title={t('egress.empty.title')}
              description={t('egress.empty.description')}
            />
          )
        }
      />
      <div className={styles.panels}>
        <CheckPanel environments={environments} />
        <SettingsPanel />
      </div>
      <AttemptsPanel />
      {editing && (
        <RuleDialog
          rule={editing === 'new' ? undefined : editing}
          environments={environments}
          onSaved={rules.reload}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting && (
        <DeleteRuleDialog
          rule={deleting}
          onDeleted={rules.reload}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </Listing>
  );
}
