import type { RootConfigService } from '@backstage/backend-plugin-api';

/** How the repositories of one kind of host are published by Backstage's own modules. */
export interface Publisher {
  /** Of the integrations in the configuration, and part of the ids of steps. */
  kind: string;
  /** What people call it. */
  title: string;
  /** The host of an integration that names none. */
  defaultHost?: string;
  /** Makes a repository. */
  repository: PublishAction;
  /** Proposes a change to one; absent where no action does. */
  pullRequest?: PublishAction;
}

/** One action of a host's module. */
export interface PublishAction {
  action: string;
  /** Names of the template's inputs that this action calls otherwise; `null` leaves one out. */
  inputs?: Record<string, string | null>;
  /** Inputs of its own. */
  extra?: Record<string, string | boolean>;
  /** Names of outputs that this action calls otherwise. */
  outputs?: Record<string, string>;
}

const pullRequestOfBitbucket = (action: string): PublishAction => ({
  action,
  inputs: { branchName: 'sourceBranch' },
  outputs: { remoteUrl: 'pullRequestUrl' },
});

/** Those that a template can publish to, in the order in which they are offered. */
export const publishers: readonly Publisher[] = [
  {
    kind: 'github',
    title: 'GitHub',
    defaultHost: 'github.com',
    repository: { action: 'publish:github' },
    pullRequest: { action: 'publish:github:pull-request' },
  },
  {
    kind: 'gitlab',
    title: 'GitLab',
    defaultHost: 'gitlab.com',
    repository: { action: 'publish:gitlab', inputs: { description: null } },
    pullRequest: {
      action: 'publish:gitlab:merge-request',
      extra: { removeSourceBranch: true },
      outputs: { remoteUrl: 'mergeRequestUrl' },
    },
  },
  {
    kind: 'bitbucketCloud',
    title: 'Bitbucket Cloud',
    defaultHost: 'bitbucket.org',
    repository: { action: 'publish:bitbucketCloud' },
    pullRequest: pullRequestOfBitbucket('publish:bitbucketCloud:pull-request'),
  },
  {
    kind: 'bitbucketServer',
    title: 'Bitbucket Server',
    repository: { action: 'publish:bitbucketServer' },
    pullRequest: pullRequestOfBitbucket('publish:bitbucketServer:pull-request'),
  },
  {
    kind: 'gitea',
    title: 'Gitea',
    repository: { action: 'publish:gitea' },
  },
];

/** By which of these an integration can write; without one it only reads what is public. */
const CREDENTIALS = ['token', 'apps', 'appPassword', 'password', 'clientId'];

/** The hosts of one kind that the configuration has an integration with credentials for. */
export function hostsOf(
  config: RootConfigService,
  { kind, defaultHost }: Publisher,
): string[] {
  const entries = config.getOptionalConfigArray(`integrations.${kind}`) ?? [];
  return entries
    .filter(entry => CREDENTIALS.some(name => entry.has(name)))
    .flatMap(entry => entry.getOptionalString('host') ?? defaultHost ?? []);
}
