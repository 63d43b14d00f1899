import type {
  AuthRequestOptions,
  BackstageIdentityApi,
  BackstageIdentityResponse,
  DiscoveryApi,
  ProfileInfo,
  ProfileInfoApi,
  SessionApi,
} from '@backstage/frontend-plugin-api';

/** Before a token ends, another one is asked for. */
const MARGIN_MS = 60_000;
/** A browser tab remembers who entered; a reload does not ask again. */
const ENTERED = 'demo-engineer-entered';

interface Session {
  profile: ProfileInfo;
  backstageIdentity: BackstageIdentityResponse;
  endsAt: number;
}

/** The engineer of the demo, as auth-backend's provider `engineer` lets them in. */
export class EngineerAuth
  implements BackstageIdentityApi, ProfileInfoApi, SessionApi
{
  readonly #discovery: DiscoveryApi;
  #session?: Promise<Session>;

  constructor(discovery: DiscoveryApi) {
    this.#discovery = discovery;
  }

  async getBackstageIdentity(options?: AuthRequestOptions) {
    return (await this.#enter(options))?.backstageIdentity;
  }

  async getProfile(options?: AuthRequestOptions) {
    return (await this.#enter(options))?.profile;
  }

  async signIn() {
    await this.#enter();
  }

  async signOut() {
    localStorage.removeItem(ENTERED);
    this.#session = undefined;
  }

  sessionState$(): ReturnType<SessionApi['sessionState$']> {
    throw new Error('The demo does not tell of its sessions.');
  }

  async #enter(options?: AuthRequestOptions) {
    if (options?.optional && !localStorage.getItem(ENTERED)) return undefined;
    const current = await this.#session?.catch(() => undefined);
    if (!current || current.endsAt < Date.now()) this.#session = this.#ask();
    return this.#session;
  }

  async #ask(): Promise<Session> {
    const baseUrl = await this.#discovery.getBaseUrl('auth');
    const answer = await fetch(`${baseUrl}/engineer/refresh`, {
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
      credentials: 'include',
    });
    if (!answer.ok) throw new Error(`Signing in failed: ${answer.status}`);
    const session = await answer.json();
    localStorage.setItem(ENTERED, 'yes');
    return { ...session, endsAt: endOf(session.backstageIdentity.token) };
  }
}

function endOf(token: string): number {
  const payload = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
  return JSON.parse(atob(payload)).exp * 1000 - MARGIN_MS;
}
