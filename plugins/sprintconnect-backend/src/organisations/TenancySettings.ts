/** The section `sprintconnect.tenancy` of the configuration. */
export interface TenancySettings {
  /** `single`: everybody is of the organisation `default`. `catalog`: the catalog says whose organisation is which. */
  mode: 'single' | 'catalog';
  /** How long an answer of the catalog about somebody's organisation is remembered. */
  cacheSeconds: number;
  /** Organisations of services, by their subject, such as `external:ci`. */
  services: Readonly<Record<string, string>>;
  /** Subjects of the portal's own plugins that may name the organisation that they act for. */
  trustedServices: readonly string[];
}
