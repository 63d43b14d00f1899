export interface Config {
  sprintconnect?: {
    scaffolder?: {
      /**
       * Templates to offer. Default: all.
       * @visibility backend
       */
      templates?: Array<
        | 'mcp-server-typescript'
        | 'mcp-server-python'
        | 'mcp-server-go'
        | 'register-mcp-server'
        | 'add-mcp-server-to-catalog'
      >;
      /**
       * URL of the MCP endpoint of a new server, with `{name}` for its name, such as
       * `https://{name}.mcp.example.com/mcp`. Default: none; the form asks for it.
       * @visibility backend
       */
      publicUrl?: string;
      /**
       * Publishes new servers by an action of your own. Default: none; the publish actions of the host's
       * integrations are used.
       */
      publish?: {
        /**
         * ID of the action. It outputs `remoteUrl`, and `repoContentsUrl` or `catalogInfoUrl`.
         * @visibility backend
         */
        action: string;
        /**
         * Its input, in which `${{ parameters.name }}` and the like are filled in. Default: `name`, the name of the server.
         * @visibility backend
         */
        input?: { [name: string]: unknown };
        /**
         * The action leaves a server that runs, so that the template waits until it is discovered. Default: false.
         * @visibility backend
         */
        await?: boolean;
      };
    };
  };
}
