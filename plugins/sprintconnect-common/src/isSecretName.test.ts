import { isSecretName } from './isSecretName';

describe('isSecretName', () => {
  it.each([
    ...['api_key', 'apiKey', 'API-KEY', 'apikey', 'tavilyApiKey', 'key'],
    ...['X-Api-Key', 'x-functions-key', 'subscription-key', 'APIKey', 'key2'],
    ...['token', 'access_token', 'authToken', 'X-Auth-Token', 'accesstoken'],
    ...['secret', 'client_secret', 'password', 'db.passwd', 'pwd', 'pass'],
    ...['sig', 'signature', 'X-Amz-Signature', 'X-Amz-Credential', 'pat'],
    ...['X-Amz-Security-Token', 'jwt', 'bearer', 'code', 'auth', 'Cookie'],
    ...['Authorization', 'proxy-authorization', 'token[0]', 'user[password]'],
  ])('takes %s for a secret', name => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    ...['', 'project_ref', 'read_only', 'region', 'monkey', 'keyboard', 'q'],
    ...['country_code', 'auth_mode', 'max_tokens', 'token_limit', 'key_id'],
    ...['X-Tenant', 'signal', 'path', 'pattern', 'passenger', 'secretary'],
  ])('does not take %s for one', name => {
    expect(isSecretName(name)).toBe(false);
  });
});
