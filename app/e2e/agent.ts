import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Client,
  type OAuthClientInformationMixed,
  type OAuthClientProvider,
  type OAuthTokens,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';

/** What an MCP client on somebody's machine keeps of signing in, and where the browser is sent. */
class SignIn implements OAuthClientProvider {
  readonly clientMetadata;
  /** Where the browser is to go. */
  asked?: URL;
  #information?: OAuthClientInformationMixed;
  #tokens?: OAuthTokens;
  #verifier = '';

  constructor(
    /** The address of its document. The SDK would take it for one by itself only over HTTPS. */
    readonly clientId: string,
    readonly redirectUrl: string,
  ) {
    this.clientMetadata = { redirect_uris: [redirectUrl] };
  }
  clientInformation = () => this.#information ?? { client_id: this.clientId };
  saveClientInformation = (information: OAuthClientInformationMixed) => {
    this.#information = information;
  };
  tokens = () => this.#tokens;
  saveTokens = (tokens: OAuthTokens) => {
    this.#tokens = tokens;
  };
  redirectToAuthorization = (url: URL) => {
    this.asked = url;
  };
  saveCodeVerifier = (verifier: string) => {
    this.#verifier = verifier;
  };
  codeVerifier = () => this.#verifier;
}

/** An agent that knows the address of an MCP endpoint, and nothing else: a client of the SDK, unmodified. */
export async function startAgent(endpoint: string) {
  const server = http.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signIn = new SignIn(`${base}/client.json`, `${base}/callback`);
  const called = new Promise<URLSearchParams>(resolve => {
    server.on('request', (req: http.IncomingMessage, res) => {
      const { pathname, searchParams } = new URL(req.url!, base);
      if (pathname === '/callback') {
        resolve(searchParams);
        res.setHeader('content-type', 'text/html');
        res.end('<title>Agent</title><h1>You can close this window</h1>');
        return;
      }
      res.setHeader('content-type', 'application/json');
      res.end(
        JSON.stringify({
          client_id: signIn.clientId,
          client_name: 'Agent of a test',
          redirect_uris: [signIn.redirectUrl],
          token_endpoint_auth_method: 'none',
        }),
      );
    });
  });
  const open = () =>
    new StreamableHTTPClientTransport(new URL(endpoint), {
      authProvider: signIn,
    });
  const client = () => new Client({ name: 'agent-of-a-test', version: '1' });
  return {
    /** Tries to connect without a credential; answers where its person has to sign in. */
    async knock(): Promise<string> {
      const refusal = await client()
        .connect(open())
        .catch(error => error);
      if (!(refusal instanceof UnauthorizedError) || !signIn.asked) {
        throw new Error('It was not asked to sign in', { cause: refusal });
      }
      return signIn.asked.href;
    },
    /** What the browser was sent back with. */
    called: () => called,
    /** Connects, once its person has signed in. */
    async enter(): Promise<Client> {
      await open().finishAuth(await called);
      const entered = client();
      await entered.connect(open());
      return entered;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
