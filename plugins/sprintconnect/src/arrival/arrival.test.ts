import { arrivedAnswer, keepArrival } from './arrival';

function pageAt(path: string) {
  const url = new URL(path, 'https://portal.example.com');
  const told: unknown[][] = [];
  return {
    told,
    page: {
      location: { pathname: url.pathname, search: url.search } as Location,
      history: {
        state: { idx: 0 },
        replaceState: (...given: unknown[]) => void told.push(given),
      } as unknown as History,
    },
  };
}

describe('keepArrival', () => {
  it.each([
    '/sprintconnect/connections?code=secret&state=s',
    '/sprintconnect/connections/finished?code=secret&state=s',
    '/catalog?code=secret&state=s',
    '/sprintconnect/connections/finish',
  ])('leaves %s alone', path => {
    const { page, told } = pageAt(path);
    keepArrival(page);
    expect(told).toEqual([]);
    expect(arrivedAnswer('')).toBeUndefined();
  });

  it.each(['', '/portal'])(
    'takes the query out of the address, and keeps it, below "%s"',
    base => {
      const path = `${base}/sprintconnect/connections/finish`;
      const { page, told } = pageAt(
        `${path}?code=secret&state=s&iss=https%3A%2F%2Flogin.example.com`,
      );
      keepArrival(page);
      // The state of the router stays, and the query is gone.
      expect(told).toEqual([[{ idx: 0 }, '', path]]);
      const answer = {
        code: 'secret',
        state: 's',
        iss: 'https://login.example.com',
      };
      expect(arrivedAnswer('')).toEqual(answer);
      expect(arrivedAnswer('')).toEqual(answer);
    },
  );

  it('lets a query that is there go before what came earlier', () => {
    expect(arrivedAnswer('?error=access_denied')).toEqual({
      error: 'access_denied',
    });
  });
});
