import { openApiDocument } from '@sprintconnect/plugin-sprintconnect-common';
import { readTable } from './__testUtils__/routeWalk/table';

const paths = openApiDocument().paths as Record<
  string,
  Record<string, { responses: Record<string, unknown> }>
>;

it('lists for each route every status that the walk of the routes is answered', () => {
  const missing = [...readTable()].flatMap(([route, row]) => {
    const [method, path] = route.split(' ');
    const { responses } = paths[path][method.toLowerCase()];
    const answered = [...row.values()].flatMap(({ own, absent }) => [
      own,
      absent,
    ]);
    return [...new Set([...answered, 401, 429, 500, 503])]
      .filter(status => !(status in responses))
      .map(status => `${route}: ${status}`);
  });
  expect(missing).toEqual([]);
});
