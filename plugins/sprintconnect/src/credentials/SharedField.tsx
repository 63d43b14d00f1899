import { useApi } from '@backstage/frontend-plugin-api';
import { Select, Text } from '@backstage/ui';
import { limits } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useMessages } from '../translation';
import { useLoad, WhenLoaded } from '../ui';

/** One of the credentials that servers share, by its name. */
export function SharedField(props: {
  name: string;
  onChange: (name: string) => void;
  fault?: string;
  /** Only those that servers there can use. */
  environment?: string;
}) {
  const { name, onChange, fault, environment } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const shared = useLoad('shared', signal =>
    client.credentials.list({ limit: limits.pageSize }, { signal }),
  );
  return (
    <WhenLoaded
      loaded={shared}
      lines={2}
      failed={t('credentials.choice.sharedFailed')}
    >
      {({ items }) => {
        const offered = items.filter(
          each =>
            !environment ||
            !each.environments ||
            each.environments.includes(environment),
        );
        if (offered.length === 0 && !name) {
          return (
            <Text as="p" color="secondary">
              {t('credentials.choice.noneShared')}
            </Text>
          );
        }
        return (
          <Select
            label={t('credentials.fields.shared')}
            isRequired
            searchable={offered.length > 10}
            options={offered.map(each => ({
              value: each.name ?? '',
              label: `${each.name} · ${t(`credentials.type.${each.type}`)}`,
            }))}
            value={name}
            onChange={key => onChange(String(key ?? ''))}
            validationBehavior="aria"
            validate={() => fault ?? true}
          />
        );
      }}
    </WhenLoaded>
  );
}
