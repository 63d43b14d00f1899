/**
 * What SprintConnect adds to the portal's own search page.
 *
 * Owns: how documents of type `mcp-server` and `mcp-capability` look among the results, and their entries in the
 * filter of result types.
 * Promises: shows a document of an older index as well, with what it has.
 * Never: indexes or permits anything; sprintconnect-search-module and the search backend do.
 * Fails: a document without the fields it should have shows as its title and text.
 */
export {
  capabilityResultItem,
  capabilityResultType,
  serverResultItem,
  serverResultType,
} from './extensions';
