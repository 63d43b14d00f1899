/**
 * actions: what the registry and the gateway do, as actions of Backstage: tools of agents by mcp-actions, and steps of templates by the scaffolder.
 *
 * Owns the ten actions of `createActions`, and how they are told to Backstage's actions registry. It has no tables and no routes.
 *
 * Promises: an action does what its route does, by the same verb, as the same caller: permissions and conditions hold for each row, the
 * quotas of user and organisation are used up, and who is refused is in the audit log. It answers at most 50 rows. Its schemas are those of
 * sprintconnect-common; input that they do not know is refused with every fault and its path. What a refusal says reaches the agent.
 *
 * Never does: call us over HTTP, or believe an input about who asks.
 *
 * How it fails: with the errors of `@backstage/errors`, having changed nothing; a call that failed, its server may have begun. What went wrong in us is logged with the id that the
 * error names.
 */
export { createActions } from './createActions';
