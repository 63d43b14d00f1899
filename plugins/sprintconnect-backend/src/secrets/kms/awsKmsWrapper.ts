import { SecretError, type SecretPlace } from '../../ports';
import { KEY_BYTES } from '../sealing/encrypt';
import type { KeyWrapper } from '../sealing/KeyWrapper';
import { type KmsSdk, loadKms } from './loadKms';

/** A key in AWS KMS, as the configuration names it. */
export interface AwsKmsSettings {
  /** ARN, id or alias. */
  keyId: string;
  region?: string;
  endpoint?: string;
}

/** Answers that stay the same until somebody changes a key, a policy or credentials. */
const FORBIDDEN = new Set([
  'AccessDeniedException',
  'CredentialsProviderError',
  'DisabledException',
  'ExpiredTokenException',
  'IncorrectKeyException',
  'InvalidKeyUsageException',
  'KMSInvalidStateException',
  'NotFoundException',
  'UnrecognizedClientException',
]);

/**
 * A symmetric key in AWS KMS, which never leaves it. What is wrapped is bound to its place by the encryption context, which AWS
 * writes into CloudTrail. Credentials come from where AWS's client looks for them.
 */
export function awsKmsWrapper(
  id: string,
  settings: AwsKmsSettings,
): KeyWrapper {
  const { keyId: KeyId } = settings;
  const sdk = loadKms();
  const client = openClient(sdk, settings);
  const ask = asking(id, client);
  const bound = (place: SecretPlace) => ({
    KeyId,
    EncryptionContext: contextOf(place),
  });
  return {
    id,
    kind: 'aws-kms',
    check: 'aws-kms',
    async generate(place, signal) {
      const command = new sdk.GenerateDataKeyCommand({
        ...bound(place),
        KeySpec: 'AES_256',
      });
      const made = await ask(command, signal);
      return {
        dataKey: keyOf(made.Plaintext),
        wrapped: textOf(made.CiphertextBlob),
      };
    },
    async wrap(dataKey, place, signal) {
      const command = new sdk.EncryptCommand({
        ...bound(place),
        Plaintext: dataKey,
      });
      return textOf((await ask(command, signal)).CiphertextBlob);
    },
    async unwrap(wrapped, place, signal) {
      const command = new sdk.DecryptCommand({
        ...bound(place),
        CiphertextBlob: Buffer.from(wrapped, 'base64'),
      });
      return keyOf((await ask(command, signal)).Plaintext);
    },
  };
}

function openClient(sdk: KmsSdk, { region, endpoint }: AwsKmsSettings) {
  return new sdk.KMSClient({
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 5_000 },
  });
}

function asking(id: string, client: InstanceType<KmsSdk['KMSClient']>) {
  return async <Output>(
    command: { readonly output?: Output },
    signal?: AbortSignal,
  ): Promise<Output> => {
    try {
      return await client.send<Output>(
        command,
        signal ? { abortSignal: signal } : {},
      );
    } catch (error) {
      signal?.throwIfAborted();
      throw explained(id, error);
    }
  };
}

/** Where the secret belongs, in the words of KMS. */
function contextOf({ orgId, holder, field, version }: SecretPlace) {
  return {
    purpose: 'sprintconnect-secret',
    ...{ orgId, holder, field, version: String(version) },
  };
}

function keyOf(bytes: Uint8Array | undefined): Buffer {
  if (bytes?.byteLength !== KEY_BYTES) {
    throw new SecretError(
      'secret-damaged',
      'AWS KMS unwrapped something that is no data key of ours. Add the secret again.',
    );
  }
  const key = Buffer.from(bytes);
  bytes.fill(0);
  return key;
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('base64');
}

function explained(id: string, cause: unknown): SecretError {
  const { name } = cause as Error;
  if (name === 'InvalidCiphertextException') {
    return new SecretError(
      'secret-damaged',
      'The secret was changed or moved since it was sealed. Add it again.',
      { cause },
    );
  }
  return FORBIDDEN.has(name)
    ? new SecretError(
        'secret-forbidden',
        `AWS KMS refuses the key "${id}" of sprintconnect.secrets.keys (${name}). Check its keyId, that it is enabled, and that the role of the portal may use kms:GenerateDataKey, kms:Encrypt and kms:Decrypt.`,
        { cause },
      )
    : new SecretError(
        'secrets-unavailable',
        `AWS KMS doesn't answer for the key "${id}" of sprintconnect.secrets.keys (${name}). Try again.`,
        { cause },
      );
}
