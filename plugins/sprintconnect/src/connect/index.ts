/**
 * How people connect their agents: through SprintConnect, or directly to a server.
 *
 * Owns: the dialog "Connect your agent", and the button and panels that open it.
 * Promises: leads through SprintConnect unless the reader asks for the direct way; offers to sign in where the portal can have people sign
 * in to clients, and an API key in any case; a key that is made here can do nothing but use what its maker may use, its secret is shown once,
 * and the dialog stays until the reader says that it is stored. No configuration holds a secret.
 * Never: knows the format of a client; `endpointConfiguration` and `clientConfiguration` write them.
 * Fails: who may not use capabilities is told which permission is missing; a key that could not be made shows why, and can be tried again.
 */
export { ConnectButton } from './ConnectButton';
export { ConnectPanel } from './ConnectPanel';
export { ConnectSummary } from './ConnectSummary';
