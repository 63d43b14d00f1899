/** As much of a command as it takes. */
interface Command<Output> {
  readonly output?: Output;
}

type CommandOf<Input, Output> = new (input: Input) => Command<Output>;

interface Bound {
  KeyId: string;
  EncryptionContext: Record<string, string>;
}

/** As much of `@aws-sdk/client-kms` as wraps data keys. */
export interface KmsSdk {
  KMSClient: new (options: {
    region?: string;
    endpoint?: string;
    maxAttempts: number;
    requestHandler: { connectionTimeout: number; requestTimeout: number };
  }) => {
    send<Output>(
      command: Command<Output>,
      options?: { abortSignal?: AbortSignal },
    ): Promise<Output>;
    destroy(): void;
  };
  GenerateDataKeyCommand: CommandOf<
    Bound & { KeySpec: 'AES_256' },
    { Plaintext?: Uint8Array; CiphertextBlob?: Uint8Array }
  >;
  EncryptCommand: CommandOf<
    Bound & { Plaintext: Uint8Array },
    { CiphertextBlob?: Uint8Array }
  >;
  DecryptCommand: CommandOf<
    Bound & { CiphertextBlob: Uint8Array },
    { Plaintext?: Uint8Array }
  >;
}

/** AWS's client, loaded when a key needs it: most portals have none there. */
export function loadKms(): KmsSdk {
  return require('@aws-sdk/client-kms');
}
