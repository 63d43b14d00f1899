import { serverReadPermission } from '@sprintconnect/plugin-sprintconnect-common';
import { ACCOUNT_ENDED_JOB, type EndedAccount } from '../oauth';
import { type JobHandler, jobContext, unrestricted } from '../ports';
import { CONNECTIONS_PAGE } from './addresses';
import type { ConnectionsDeps } from './ConnectionsDeps';

/** Tells a person that an account of theirs has to be connected again. Not where they have done so meanwhile, or disconnected it. */
export function tellAccountEnded(
  deps: Pick<ConnectionsDeps, 'grants' | 'registry' | 'notifier'>,
): JobHandler {
  const { grants, registry, notifier } = deps;
  return {
    kind: ACCOUNT_ENDED_JOB,
    isRoutine: true,
    async run(job) {
      const ctx = jobContext(job);
      const { connectionId, userRef, serverId } = job.payload as EndedAccount;
      const accounts = await grants.list({ orgId: job.orgId, userRef });
      const account = accounts.find(({ id }) => id === connectionId);
      if (!account?.endedAt) return { notified: false };
      const readable = unrestricted(ctx, serverReadPermission);
      const server = await registry.getServer(ctx, serverId, readable);
      const notified = await notifier.notify({
        recipients: [userRef],
        title: `Connect your account on ${server.title ?? server.name} again`,
        description:
          'The login has ended there. Your calls to this server fail until you connect the account again.',
        link: CONNECTIONS_PAGE,
        severity: 'normal',
        subject: `connection:${connectionId}`,
      });
      return { notified };
    },
  };
}
