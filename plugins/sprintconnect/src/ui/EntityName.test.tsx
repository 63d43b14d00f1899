import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { DefaultEntityPresentationApi } from '@backstage/plugin-catalog';
import { screen } from '@testing-library/react';
import { EntityName } from './EntityName';
import { useEntityTitles } from './useEntityTitles';

const teams = Array.from({ length: 50 }, (_, index) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: `team-${index}`, namespace: 'default' },
  spec: { profile: { displayName: `Team number ${index}` } },
}));

/** A portal whose catalog has those teams, with the presentation that the catalog brings. */
function portal() {
  const catalog = catalogApiMock({ entities: teams });
  const asked = jest.spyOn(catalog, 'getEntitiesByRefs');
  const presentation = DefaultEntityPresentationApi.create({
    catalogApi: catalog,
  });
  return {
    asked,
    apis: [
      [catalogApiRef, catalog] as const,
      [entityPresentationApiRef, presentation] as const,
    ],
  };
}

const refs = teams.map(({ metadata }) => `group:default/${metadata.name}`);

function Texts(props: { entityRefs: string[] }) {
  const titleOf = useEntityTitles(props.entityRefs, 'group');
  return <p data-testid="texts">{props.entityRefs.map(titleOf).join()}</p>;
}

describe('names of entities', () => {
  it('are those of the catalog, of 50 rows in one request', async () => {
    const { asked, apis } = portal();
    renderInTestApp(
      <>
        {refs.map(each => (
          <p key={each}>
            <EntityName entityRef={each} defaultKind="group" />
          </p>
        ))}
        <Texts entityRefs={['team-7', ...refs]} />
      </>,
      { apis },
    );
    expect(await screen.findByText('Team number 49')).toBeVisible();
    expect(screen.getByText('Team number 3').parentElement).toHaveAttribute(
      'title',
      expect.stringContaining('group:default/team-3'),
    );
    expect(await screen.findByTestId('texts')).toHaveTextContent(
      /^Team number 7,Team number 0,Team number 1,/,
    );
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('are those of the reference where the catalog knows no such entity', async () => {
    renderInTestApp(
      <>
        <EntityName entityRef="group:other/nobody" defaultKind="group" />
        <Texts entityRefs={['user:default/eve', 'ada']} />
      </>,
      { apis: portal().apis },
    );
    expect(await screen.findByText('other/nobody')).toBeVisible();
    expect(screen.getByTestId('texts')).toHaveTextContent('eve,ada');
  });

  it('are those of the reference where there is no presentation', async () => {
    renderInTestApp(
      <>
        <EntityName entityRef="platform" defaultKind="group" />
        <Texts entityRefs={['group:other/x', 'ada']} />
      </>,
    );
    expect(await screen.findByText('platform')).toBeVisible();
    expect(screen.getByTestId('texts')).toHaveTextContent('other/x,ada');
  });
});
