/** The client of the catalog, loaded with the first question to it, because most installations ask none. */
export function loadCatalogClient(): typeof import('@backstage/catalog-client') {
  return require('@backstage/catalog-client');
}
