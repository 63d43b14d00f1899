/**
 * search: finds capabilities, and servers that offer them, by words and by meaning; and reads what was typed into the list of servers.
 *
 * Owns the tables `search_…`, the routes under `/v1/discovery`, and the jobs `index-search` and `embed-capabilities`.
 *
 * Promises: the index changes in the transaction that changes what it is made of, which the registry says by the port
 * `SearchIndex`. Nobody finds what they may not read, and no word of it has a part in what others find. The work of a
 * search is bounded, however common its words are. Where the database or the provider of embeddings cannot help, a search
 * goes by words alone, and says so where typing mistakes are not corrected.
 *
 * Never: writes servers or capabilities, or tells the provider of embeddings who searches.
 *
 * How it fails: with ProblemError for callers. A provider that fails makes its job try again later, and no search fail.
 */
export { createSearch, type Search } from './createSearch';
export { type SearchSettings, searchSettingsSchema } from './SearchSettings';
