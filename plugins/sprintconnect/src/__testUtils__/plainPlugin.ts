import plugin from '../plugin';

/**
 * The plugin with every page, whoever looks: `renderTestApp` cannot wait for the permissions that hide some.
 * Those pages say by themselves what the backend refuses.
 */
export const plainPlugin = plugin.withOverrides({
  extensions: [
    plugin
      .getExtension('sub-page:sprintconnect/audit')
      .override({ if: undefined }),
  ],
});
