export interface Config {
  permission?: {
    /** The policy of @sprintconnect/plugin-permission-backend-module-sprintconnect. */
    sprintconnect?: {
      /**
       * What is said to permissions of other plugins. Default: allow, as the allow-all policy does that this one takes
       * the place of.
       * @visibility backend
       */
      others?: 'allow' | 'deny';
      /**
       * How long the roles of a user are kept, 0 to 60. A change of roles is heard of at once. Default: 5.
       * @visibility backend
       */
      cacheSeconds?: number;
    };
  };
}
