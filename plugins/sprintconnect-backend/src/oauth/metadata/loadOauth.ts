/** oauth4webapi, loaded with the first question to an authorization server, because most starts never ask one. */
export function loadOauth(): typeof import('oauth4webapi') {
  return require('oauth4webapi');
}
