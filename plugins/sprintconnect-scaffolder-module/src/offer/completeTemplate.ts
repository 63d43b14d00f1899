import type { TemplateEntityV1beta3 } from '@backstage/plugin-scaffolder-common';
import type { JsonObject } from '@backstage/types';
import type { Settings } from '../settings/readSettings';
import { replaceStrings } from './replaceStrings';
import type { PublishAction, Publisher } from './publishers';

type Step = TemplateEntityV1beta3['spec']['steps'][number];

const AWAIT: Step = {
  id: 'await',
  name: 'Wait until it is discovered',
  action: 'sprintconnect:server:await',
  input: {
    name: '${{ parameters.name }}',
    environment: '${{ parameters.environment }}',
    entityRef: '${{ steps.catalog.output.entityRef }}',
  },
};

/** A kind of host that this portal can publish to. */
export interface Place extends Pick<Publisher, 'kind' | 'title'> {
  hosts: string[];
  publish: PublishAction;
}

/** What of a portal goes into its templates. */
export interface Portal {
  settings: Pick<
    Settings,
    'environments' | 'defaultEnvironment' | 'owner' | 'publicUrl' | 'publish'
  >;
  /** Where repositories are made, or changes to them proposed, by what the template does. */
  places: readonly Place[];
}

/**
 * A template as this portal offers it: with its environments, its owner, and its way to publish. A template that needs a place for
 * repositories, of which there is none, says so on its only page, which cannot be submitted. Pure.
 */
export function completeTemplate(
  template: TemplateEntityV1beta3,
  portal: Portal,
): TemplateEntityV1beta3 {
  const { settings, places } = portal;
  const isPublishing = template.spec.steps.some(({ id }) => id === 'publish');
  const isNewServer = template.spec.steps.some(({ id }) => id === 'catalog');
  const common = withUrl(withEnvironments(template, settings), {
    publicUrl: isNewServer ? settings.publicUrl : undefined,
  });
  const owned = {
    ...common,
    spec: { ...common.spec, owner: settings.owner },
  };
  if (!isPublishing) return owned;
  if (isNewServer && settings.publish) {
    return publishedBy(owned, settings.publish);
  }
  return places.length > 0 ? publishedAt(owned, places) : withoutPlace(owned);
}

function pagesOf(template: TemplateEntityV1beta3): JsonObject[] {
  return [template.spec.parameters ?? []].flat() as JsonObject[];
}

function withPages(
  template: TemplateEntityV1beta3,
  change: (page: JsonObject) => JsonObject[],
): TemplateEntityV1beta3 {
  const parameters = pagesOf(template).flatMap(change);
  return { ...template, spec: { ...template.spec, parameters } };
}

/** Changes one property wherever it stands; `undefined` takes it away, and a page that has none left with it. */
function withProperty(
  template: TemplateEntityV1beta3,
  name: string,
  change: (property: JsonObject) => JsonObject | undefined,
): TemplateEntityV1beta3 {
  return withPages(template, page => {
    const { [name]: property, ...others } = page.properties as JsonObject;
    if (property === undefined) return [page];
    const changed = change(property as JsonObject);
    if (changed) {
      const properties = {
        ...(page.properties as JsonObject),
        [name]: changed,
      };
      return [{ ...page, properties }];
    }
    const required = (page.required as string[]).filter(each => each !== name);
    return Object.keys(others).length > 0
      ? [{ ...page, required, properties: others }]
      : [];
  });
}

function withEnvironments(
  template: TemplateEntityV1beta3,
  { environments, defaultEnvironment }: Portal['settings'],
): TemplateEntityV1beta3 {
  return withProperty(template, 'environment', property => ({
    ...property,
    enum: environments,
    default: defaultEnvironment,
  }));
}

/** Where the portal knows the address of a new server by its name, nobody is asked for it. */
function withUrl(
  template: TemplateEntityV1beta3,
  { publicUrl }: { publicUrl?: string },
): TemplateEntityV1beta3 {
  if (!publicUrl) return template;
  const url = publicUrl.replaceAll('{name}', '${{ parameters.name }}');
  const unasked = withProperty(template, 'url', () => undefined);
  const steps = replaceStrings(unasked.spec.steps, text =>
    text.replaceAll('${{ parameters.url }}', url),
  );
  return { ...unasked, spec: { ...unasked.spec, steps } };
}

/** By an action of the portal's own, which asks for no repository. */
function publishedBy(
  template: TemplateEntityV1beta3,
  publish: NonNullable<Settings['publish']>,
): TemplateEntityV1beta3 {
  const { action, input } = publish;
  const unasked = withProperty(template, 'repoUrl', () => undefined);
  const steps = unasked.spec.steps.flatMap((step): Step[] => {
    if (step.id === 'publish') {
      const name = 'Publish the server';
      return [{ ...step, name, action, input: input as JsonObject }];
    }
    if (step.id === 'validate') {
      // Where it will run is the business of the action.
      return [{ ...step, input: { ...step.input, connection: 'skip' } }];
    }
    return step.id === 'catalog' && publish.await ? [step, AWAIT] : [step];
  });
  const done = { ...unasked, spec: { ...unasked.spec, steps } };
  return publish.await ? withLiveServer(done) : done;
}

/** The server runs when the task ends, so that there is nothing to say of what is next. */
function withLiveServer(
  template: TemplateEntityV1beta3,
): TemplateEntityV1beta3 {
  const {
    text: _next,
    links,
    ...others
  } = (template.spec.output ?? {}) as JsonObject;
  const output: JsonObject = {
    ...others,
    serverId: '${{ steps.await.output.serverId }}',
    links: [
      {
        title: 'The server in SprintConnect',
        url: '${{ steps.await.output.pageUrl }}',
      },
      ...(links as JsonObject[]),
    ],
  };
  return {
    ...template,
    spec: {
      ...template.spec,
      output: output as TemplateEntityV1beta3['spec']['output'],
    },
  };
}

/** By the actions of the hosts; the answer to where the repository is says which. */
function publishedAt(
  template: TemplateEntityV1beta3,
  places: readonly Place[],
): TemplateEntityV1beta3 {
  const asked = withProperty(template, 'repoUrl', property => ({
    ...property,
    'ui:options': { allowedHosts: places.flatMap(({ hosts }) => hosts) },
  }));
  const steps = asked.spec.steps.flatMap(step =>
    step.id === 'publish'
      ? places.map(place =>
          stepAt(step, { place, isOnly: places.length === 1 }),
        )
      : [step],
  );
  const done = { ...asked, spec: { ...asked.spec, steps } };
  return replaceStrings(done, text =>
    text.replace(/\bsteps\.publish\.output\.(\w+)/g, (_, output: string) =>
      places.length === 1
        ? `steps.publish.output.${nameOf(output, places[0])}`
        : `(${places
            .map(
              place =>
                `steps['publish-${place.kind}'].output.${nameOf(output, place)}`,
            )
            .join(' or ')})`,
    ),
  );
}

function stepAt(
  step: Step,
  { place, isOnly }: { place: Place; isOnly: boolean },
): Step {
  const { action, inputs = {}, extra = {} } = place.publish;
  const input = Object.entries(step.input ?? {}).flatMap(([name, value]) => {
    const called = inputs[name] === undefined ? name : inputs[name];
    return called === null ? [] : [[called, value]];
  });
  const host = '(parameters.repoUrl | parseRepoUrl | pick("host"))';
  return {
    ...step,
    action,
    input: { ...Object.fromEntries(input), ...extra },
    ...(!isOnly && {
      id: `publish-${place.kind}`,
      name: `${step.name} (${place.title})`,
      if: `\${{ ${place.hosts.map(each => `${host} == "${each}"`).join(' or ')} }}`,
    }),
  };
}

function nameOf(output: string, { publish }: Place): string {
  return publish.outputs?.[output] ?? output;
}

/** `not: {}` fits no answer, so that neither the form nor the API starts a task. */
function withoutPlace(template: TemplateEntityV1beta3): TemplateEntityV1beta3 {
  const page = {
    title: 'This portal has no place for repositories yet',
    description:
      'The template can be used once the portal can publish to GitHub, GitLab, Bitbucket or Gitea. Ask whoever runs it to add an integration with credentials under "integrations" in app-config, and the scaffolder module of that host to the backend. This page changes within minutes.',
    properties: {},
    not: {},
  };
  return {
    ...template,
    spec: { ...template.spec, parameters: [page as JsonObject] },
  };
}
