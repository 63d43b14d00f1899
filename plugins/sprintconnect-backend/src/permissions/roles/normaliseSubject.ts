import { limits } from '@sprintconnect/plugin-sprintconnect-common';

/** Whoever may have a role, written in the one way that is stored and compared; or what is wrong with the text. */
export type NormalisedSubject =
  | { kind: 'everyone' | 'entity' | 'api-key' | 'agent'; subject: string }
  | { fault: string };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ENTITY = /^(user|group):(?:([^:/#]+)\/)?([^:/#]+)$/;
const BLANK = /[\s\p{Cc}]/u;
const WAYS =
  'must be a user or group such as "group:default/platform", "api-key:<id>", "<issuer>#<subject>", or "*" for every user of the portal';

/**
 * Reads a subject. Entity references are made full and lower-case, because that is how Backstage compares them; what
 * an agent is called stays as its issuer writes it.
 */
export function normaliseSubject(text: string): NormalisedSubject {
  const trimmed = text.trim();
  if (trimmed === '*') return { kind: 'everyone', subject: '*' };
  if (trimmed.length > limits.entityRefLength) {
    return { fault: `must be at most ${limits.entityRefLength} characters` };
  }
  if (trimmed.startsWith('api-key:')) return readKey(trimmed);
  return /^https?:/i.test(trimmed) ? readAgent(trimmed) : readEntity(trimmed);
}

function readKey(text: string): NormalisedSubject {
  const subject = text.toLowerCase();
  return UUID.test(subject.slice('api-key:'.length))
    ? { kind: 'api-key', subject }
    : { fault: 'must name the id of an API key after "api-key:"' };
}

function readAgent(text: string): NormalisedSubject {
  const at = text.indexOf('#');
  const isWhole =
    at > 0 && at < text.length - 1 && URL.canParse(text.slice(0, at));
  return isWhole && !/\p{Cc}/u.test(text)
    ? { kind: 'agent', subject: text }
    : {
        fault:
          'must be the issuer and the subject of the agent, with "#" between them',
      };
}

function readEntity(text: string): NormalisedSubject {
  const [whole, kind, namespace = 'default', name] =
    ENTITY.exec(text.toLocaleLowerCase('en-US')) ?? [];
  return whole && !BLANK.test(whole)
    ? { kind: 'entity', subject: `${kind}:${namespace}/${name}` }
    : { fault: WAYS };
}
