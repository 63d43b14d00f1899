import { useApi } from '@backstage/frontend-plugin-api';
import { sprintConnectApiRef } from '../../client';
import { useMessages } from '../../translation';
import { DescriptionList, Panel, useLoad, WhenLoaded } from '../../ui';

/** What holds where no rule says anything, and what rules cannot go beyond. */
export function SettingsPanel() {
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad('egress-settings', signal =>
    client.egress.settings({ signal }),
  );
  return (
    <Panel
      title={t('egress.settings.title')}
      description={t('egress.settings.description')}
    >
      <WhenLoaded loaded={loaded} lines={4}>
        {({ environments, privateRanges, hasProxy }) => (
          <DescriptionList
            items={[
              ...environments.map(({ name, reaches }) => ({
                term: name,
                value: t(`egress.settings.${reaches}`),
              })),
              {
                term: t('egress.settings.privateRanges'),
                value:
                  privateRanges.join(', ') || t('egress.settings.noRanges'),
              },
              ...(hasProxy
                ? [
                    {
                      term: t('egress.settings.proxy'),
                      value: t('egress.settings.hasProxy'),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </WhenLoaded>
    </Panel>
  );
}
