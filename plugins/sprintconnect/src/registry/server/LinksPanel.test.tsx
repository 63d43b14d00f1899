import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, within } from '@testing-library/react';
import { entities } from '../../../dev/entities';
import { everything } from '../../../dev/fixtures';
import { renderPage } from '../../__testUtils__/renderPage';

const [entity] = entities;

const page = (metadata: object) =>
  renderPage(
    `/servers/${everything.id}`,
    {},
    {
      catalog: catalogApiMock({
        entities: [
          { ...entity, metadata: { ...entity.metadata, ...metadata } },
        ],
      }),
    },
  );

describe('LinksPanel', () => {
  it('leads to what the entity links to, in a tab that knows nothing of this one', async () => {
    page({
      links: [
        { url: 'https://example.com/runbook', title: 'Runbook' },
        { url: ['javascript', 'alert(1)'].join(':'), title: 'Bad' },
      ],
    });
    const links = within(
      await screen.findByRole('region', { name: 'Links' }),
    ).getAllByRole('link');
    expect(links).toHaveLength(1);
    expect(links[0]).toHaveAccessibleName(/^Runbook/);
    expect(links[0]).toHaveAttribute('href', 'https://example.com/runbook');
    expect(links[0].getAttribute('rel')).toMatch(/noopener/);
  });

  it('stands beside the template that the entity was made from', async () => {
    page({
      annotations: {
        'backstage.io/source-template': 'template:default/mcp-server-go',
      },
    });
    const term = await screen.findByText('Made from template');
    expect(term.nextElementSibling).toHaveTextContent('mcp-server-go');
  });

  it('is not there without links', async () => {
    page({});
    expect(await screen.findByRole('region', { name: 'About' })).toBeVisible();
    await screen.findByRole('list', { name: 'Tools' });
    expect(
      screen.queryByRole('region', { name: 'Links' }),
    ).not.toBeInTheDocument();
  });
});
