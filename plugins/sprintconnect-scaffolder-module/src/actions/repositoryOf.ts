import type { ScmIntegrationRegistry } from '@backstage/integration';
import { parseRepoUrl } from '@backstage/plugin-scaffolder-node';

/** The address for people of a repository that RepoUrlPicker names; undefined where its host is of no integration. */
export function repositoryOf(
  repoUrl: string,
  integrations: ScmIntegrationRegistry,
): string | undefined {
  const host = repoUrl.split('?')[0];
  const type = integrations.byHost(host)?.type;
  if (!type) return undefined;
  const { owner, workspace, project, repo } = parseRepoUrl(
    repoUrl,
    integrations,
  );
  if (type === 'bitbucketServer') {
    return `https://${host}/projects/${project}/repos/${repo}`;
  }
  const holder = type === 'bitbucketCloud' ? workspace : owner;
  return `https://${[host, holder, repo].filter(Boolean).join('/')}`;
}
