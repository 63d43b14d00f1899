import { openApiDocument } from '@sprintconnect/plugin-sprintconnect-common';

interface Place {
  pattern: RegExp;
  methods: string[];
}

let places: Place[] | undefined;

/** The methods that a path of the contract knows, `HEAD` among them; none where there is no such path. */
export function methodsOfContract(path: string): readonly string[] {
  places ??= placesOfContract();
  return places.find(({ pattern }) => pattern.test(path))?.methods ?? [];
}

/** Paths without parameters come first, as in the routers: `/v1/servers/facets` is no `/v1/servers/{id}`. */
function placesOfContract(): Place[] {
  const { paths } = openApiDocument() as { paths: Record<string, object> };
  return Object.entries(paths)
    .sort(([a], [b]) => a.split('{').length - b.split('{').length)
    .map(([path, operations]) => ({
      pattern: new RegExp(
        `^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`,
        'i',
      ),
      methods: Object.keys(operations).flatMap(method =>
        method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
      ),
    }));
}
