/** Which organisations there are. */
export interface Organisations {
  /**
   * Of these those that the catalog does not have any more. Nobody can act for them, and background work rests. None in
   * tenancy mode `single`, and none while the catalog does not answer: its silence is no reason to stop.
   */
  gone(orgIds: readonly string[]): Promise<ReadonlySet<string>>;
}
