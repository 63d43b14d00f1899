/** A client certificate for one request: PEM. */
export interface ClientCertificate {
  cert: string;
  key: string;
  passphrase?: string;
}

/** How one request shows who asks. Kept by nobody longer than the request that carries it. */
export interface Presented {
  headers: Readonly<Record<string, string>>;
  clientCertificate?: ClientCertificate;
  /** What nobody is to read in the answer, in every way that it may be written there. */
  secrets: readonly string[];
  /** What it was made of, such as `version 2`, for the words of an error. */
  words: string;
  /** Tells what is presented apart, so that {@link OutgoingCredential.present} knows what comes after it. */
  readonly attempt: { version: number; tokenStamp?: number; tries: number };
}

/** Why a credential cannot be presented. Nothing was sent. */
export class CredentialError extends Error {
  override readonly name = 'CredentialError';
  /** Another try may do better, such as when the vault does not answer. */
  readonly isPassing: boolean;
  /** The person has to connect an account first. */
  readonly needsAccount: boolean;

  constructor(
    message: string,
    options: {
      isPassing?: boolean;
      needsAccount?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.isPassing = options.isPassing ?? false;
    this.needsAccount = options.needsAccount ?? false;
  }
}

/** A credential as requests to one server carry it. Opened anew for each request. */
export interface OutgoingCredential {
  /**
   * What a request to this address carries. Throws {@link CredentialError} for an origin that the credential was not given for, for one that
   * expired, that is gone, or that cannot be opened.
   *
   * @param options - `refused`: what the server answered with 401. Then what else it may accept (a younger token, the version before a
   * rotation while both are good), or undefined where there is nothing else.
   */
  present(
    url: URL,
    options: { signal?: AbortSignal; refused?: Presented },
  ): Promise<Presented | undefined>;
}

/** Whose credential: a server, and what it names. */
export interface CredentialUser {
  orgId: string;
  serverId: string;
  environment?: string;
  /** The name of a shared credential, or the id of the server's own. */
  credentialRef: string;
  /**
   * Who calls, where each person calls with an account of their own; without a `userRef` somebody who is no person. Absent: nobody
   * calls, such as for a discovery.
   */
  caller?: { userRef?: string };
}

/** Gives requests the credentials that servers ask for. */
export interface CredentialSource {
  /** Asks nothing: everything is read when it is presented. */
  of(user: CredentialUser): OutgoingCredential;
}
