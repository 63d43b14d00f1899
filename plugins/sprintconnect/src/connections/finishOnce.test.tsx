import { StrictMode, useEffect, useState } from 'react';
import { render, screen } from '@testing-library/react';
import { createMockApi } from '../../dev/mockApi';
import { finishOnce } from './finishOnce';

describe('finishOnce', () => {
  it('posts once in strict mode, and again for another answer', async () => {
    const { client, world } = createMockApi();
    function Page(props: { code: string }) {
      const [name, setName] = useState('');
      useEffect(() => {
        finishOnce(client, { code: props.code }).then(({ server }) =>
          setName(server.name),
        );
      }, [props.code]);
      return <p>{name && `connected ${name}`}</p>;
    }
    const { rerender } = render(
      <StrictMode>
        <Page code="one" />
      </StrictMode>,
    );
    expect(await screen.findByText(/^connected/)).toBeVisible();
    expect(world.requests).toHaveLength(1);
    await finishOnce(client, { code: 'one' });
    expect(world.requests).toHaveLength(1);
    rerender(
      <StrictMode>
        <Page code="two" />
      </StrictMode>,
    );
    expect(world.requests).toHaveLength(2);
  });
});
