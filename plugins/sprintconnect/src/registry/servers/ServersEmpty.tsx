import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Text } from '@backstage/ui';
import {
  RiAddLine,
  RiFileCodeLine,
  RiHammerLine,
  RiLayoutGridLine,
  RiPlugLine,
  RiStarLine,
  RiSurveyLine,
} from '@remixicon/react';
import { serverCreatePermission } from '@sprintconnect/plugin-sprintconnect-common';
import { registerRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import { CodeBlock, EmptyState, NoMatch } from '../../ui';
import { useMay } from '../../permission';
import styles from './ServersEmpty.module.css';

const snippet = `apiVersion: backstage.io/v1alpha1
kind: API
metadata:
  name: weather
  title: Weather
  description: Forecasts for any place on earth
  annotations:
    sprintconnect.io/environment: production
spec:
  type: mcp-server
  lifecycle: production
  owner: group:default/platform
  remotes:
    - type: streamable-http
      url: https://weather.example.com/mcp
`;

/** The first thing a new installation shows: the ways in, ready to use. */
export function ServersEmpty(props: { newServerPath?: string }) {
  const { newServerPath } = props;
  const { t } = useMessages();
  const mayRegister = useMay(serverCreatePermission);
  const registerPath = useRouteRef(registerRouteRef);
  return (
    <EmptyState
      icon={<RiPlugLine size={28} />}
      title={t('servers.empty.title')}
      description={t('servers.empty.description')}
    >
      <div className={styles.ways}>
        {mayRegister && registerPath && (
          <section className={styles.way}>
            <Text as="h4" variant="body-large" weight="bold">
              <RiSurveyLine aria-hidden="true" size={18} />
              {t('servers.empty.byForm')}
            </Text>
            <Text as="p" color="secondary">
              {t('servers.empty.byFormText')}
            </Text>
            <ButtonLink
              href={registerPath()}
              iconStart={<RiAddLine aria-hidden="true" />}
            >
              {t('actions.register')}
            </ButtonLink>
          </section>
        )}
        {newServerPath && (
          <section className={styles.way}>
            <Text as="h4" variant="body-large" weight="bold">
              <RiLayoutGridLine aria-hidden="true" size={18} />
              {t('servers.empty.byTemplate')}
            </Text>
            <Text as="p" color="secondary">
              {t('servers.empty.byTemplateText')}
            </Text>
            <ButtonLink
              variant="secondary"
              href={newServerPath}
              iconStart={<RiHammerLine aria-hidden="true" />}
            >
              {t('servers.create')}
            </ButtonLink>
          </section>
        )}
        <section className={styles.way}>
          <Text as="h4" variant="body-large" weight="bold">
            <RiFileCodeLine aria-hidden="true" size={18} />
            {t('servers.empty.byCatalog')}
          </Text>
          <Text as="p" color="secondary">
            {t('servers.empty.byCatalogText')}
          </Text>
          <CodeBlock
            code={snippet}
            caption="catalog-info.yaml"
            label={t('servers.empty.snippetLabel')}
          />
        </section>
      </div>
    </EmptyState>
  );
}

/** How a server gets a star, for readers who have given none. */
export function NoStars(props: { onShowAll: () => void }) {
  const { t } = useMessages();
  return (
    <EmptyState
      icon={<RiStarLine size={28} />}
      title={t('servers.noStars.title')}
      description={t('servers.noStars.description')}
      actions={
        <Button variant="secondary" onPress={props.onShowAll}>
          {t('servers.noStars.showAll')}
        </Button>
      }
    />
  );
}

/** There are servers, but none fits the words and filters. */
export function ServersNoMatch(props: { onClear: () => void }) {
  const { t } = useMessages();
  return (
    <NoMatch
      title={t('servers.noMatch.title')}
      description={t('servers.noMatch.description')}
      onClear={props.onClear}
    />
  );
}
