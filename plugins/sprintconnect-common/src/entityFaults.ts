/**
 * `error.code` of the items in `status.items` of an `API` entity of type `mcp-server` by which the catalog module says what
 * is wrong with the entity. Their `message` is for people.
 *
 * @public
 */
export const entityFaultCodes = {
  /** The entity cannot become a server, by what it says itself. */
  unusable: 'SPRINTCONNECT_UNUSABLE',
  /** The registry refused the entity, such as for a name that another server has. */
  refused: 'SPRINTCONNECT_REFUSED',
  /** The entity is a server, without what the message names. */
  partly: 'SPRINTCONNECT_PARTLY_USED',
} as const;
