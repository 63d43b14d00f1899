import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { billing } from '../../dev/fixtures';
import { healthOf } from '../../dev/health';
import { StatusBanner } from './StatusBanner';

describe('StatusBanner', () => {
  it('says only once why checks are paused', async () => {
    const resting = healthOf(billing.id).resting!;
    const reason = { code: 'refused' as const, message: resting.reason };
    renderInTestApp(
      <StatusBanner health={{ ...healthOf(billing.id), reason }} />,
    );
    expect(
      await screen.findAllByText(/10 probes in a row failed/),
    ).toHaveLength(1);
    expect(screen.getByText(/Checks are paused/)).toBeVisible();
  });
});
