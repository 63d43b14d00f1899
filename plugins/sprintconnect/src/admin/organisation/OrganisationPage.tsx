import { useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import {
  accessManagePermission,
  accessRoleSchema,
  type Organization,
  availablePermissions,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useFormats } from '../../format';
import { useLive } from '../../live';
import { NoPermission, useMe } from '../../permission';
import { useMessages } from '../../translation';
import {
  CopyableCode,
  DescriptionList,
  EntityLink,
  isRefusal,
  Panel,
  TwoLines,
  useLoad,
  WhenLoaded,
} from '../../ui';
import { RolePill } from '../roles/RolePill';
import { SubjectName } from '../subjects/SubjectName';
import styles from './OrganisationPage.module.css';

const COUNTED = ['servers', 'apiKeys', 'roleBindings'] as const;

/** The organisation of the reader: what it is, what it holds, and what the reader is in it. */
export function OrganisationPage() {
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad('organisation', signal =>
    client.roles.organization({ signal }),
  );
  useLive({
    concerns: ({ type }) =>
      type.startsWith('access.') ||
      type === 'server.registered' ||
      type === 'server.retired',
    onChange: loaded.reload,
  });
  return (
    <div className={styles.page}>
      <WhenLoaded
        loaded={loaded}
        lines={8}
        refused={
          <NoPermission
            title={t('admin.organisation.refused')}
            permission={accessManagePermission}
          />
        }
      >
        {organisation => (
          <>
            <Holds counts={organisation.counts} />
            <Facts organisation={organisation} />
          </>
        )}
      </WhenLoaded>
      {!isRefusal(loaded.error) && <You />}
    </div>
  );
}

function Holds(props: { counts: Organization['counts'] }) {
  const { counts } = props;
  const { t } = useMessages();
  const { number } = useFormats();
  return (
    <section aria-label={t('organisation.holds')} className={styles.figures}>
      {COUNTED.map(each => {
        const count = counts[each];
        return (
          count !== undefined && (
            <div key={each} className={styles.figure}>
              <Text as="span" variant="title-medium" weight="bold">
                {number(count)}
              </Text>
              <Text as="span" color="secondary">
                {t(`organisation.${each}`)}
              </Text>
            </div>
          )
        );
      })}
    </section>
  );
}

function Facts(props: { organisation: Organization }) {
  const { id, slug, title, entityRef, tenancy } = props.organisation;
  const { t } = useMessages();
  return (
    <Panel title={t('organisation.facts')}>
      <DescriptionList
        items={[
          { term: t('organisation.name'), value: title },
          {
            term: t('organisation.group'),
            value: entityRef && (
              <EntityLink entityRef={entityRef} defaultKind="group" />
            ),
          },
          {
            term: t('organisation.tenancy.label'),
            value: (
              <TwoLines below={t(`organisation.tenancy.${tenancy}Text`)}>
                {t(`organisation.tenancy.${tenancy}`)}
              </TwoLines>
            ),
          },
          { term: t('organisation.slug'), value: slug },
          {
            term: t('organisation.id'),
            value: <CopyableCode text={id} label={t('organisation.copyId')} />,
          },
        ]}
      />
    </Panel>
  );
}

function You() {
  const { t } = useMessages();
  const { value: me } = useMe();
  if (!me) return null;
  const roles = accessRoleSchema.options.filter(each =>
    me.roles.includes(each),
  );
  return (
    <Panel title={t('organisation.you')}>
      <DescriptionList
        items={[
          {
            term: t('organisation.youAre'),
            value: <SubjectName subject={me.caller.ref} />,
          },
          {
            term: t('organisation.yourRoles'),
            value:
              roles.length === 0 ? (
                t('organisation.noRoles')
              ) : (
                <span className={styles.roles}>
                  {roles.map(each => (
                    <RolePill key={each} role={each} />
                  ))}
                </span>
              ),
          },
          {
            term: t('organisation.permissions'),
            value: t('organisation.count', {
              held: availablePermissions.filter(({ name }) =>
                me.permissions.includes(name),
              ).length,
              all: availablePermissions.length,
            }),
          },
        ]}
      />
    </Panel>
  );
}
