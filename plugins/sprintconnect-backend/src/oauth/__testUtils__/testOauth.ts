import { createRecorders } from '../../__testUtils__';
import type { OauthOptions } from '../createOauth';
import { oauthSettingsSchema } from '../grants/OauthSettings';

/** What the slice is built with where a test is about nothing of it. */
export const plainOauth: Pick<
  OauthOptions,
  'addresses' | 'audit' | 'jobs' | 'outbox' | 'secret' | 'settings'
> = {
  ...createRecorders(),
  addresses: {
    redirectUri: 'https://portal.example/sprintconnect/connections/finish',
    documentUrl: 'https://portal.example/api/sprintconnect/oauth/client.json',
  },
  secret: Buffer.alloc(32, 7),
  settings: oauthSettingsSchema.parse({}),
};
