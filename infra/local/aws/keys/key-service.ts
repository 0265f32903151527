import { randomBytes, randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { keyArn } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID } from '../identity.ts';
import { type JsonService, type Members, unknownOperation } from '../json-service.ts';
import { parseInput } from '../parse-input.ts';
import { keyIdOf, open, seal } from './data-key-box.ts';
import { CreateAliasInput, CreateKeyInput, DecryptInput, DescribeKeyInput, GenerateDataKeyInput } from './key-input.ts';
import { KeyStore, type StoredKey } from './key-store.ts';

const BYTES = { AES_256: 32, AES_128: 16 };

/** KMS's API, as far as envelope encryption under a symmetric key needs it. */
export function createKeyService(database: DatabaseSync): JsonService {
  const store = new KeyStore(database);

  const operations: Record<string, (input: Members) => Members> = {
    CreateKey(members) {
      parseInput(CreateKeyInput, members);
      const id = randomUUID();
      store.make(id);
      return { KeyMetadata: metadataOf(id) };
    },
    CreateAlias(members) {
      const { AliasName, TargetKeyId } = parseInput(CreateAliasInput, members);
      if (store.name(AliasName, keyOf(store, TargetKeyId).id)) return {};
      throw new AwsError('AlreadyExistsException', `An alias with the name ${AliasName} already exists`);
    },
    DescribeKey(members) {
      return { KeyMetadata: metadataOf(keyOf(store, parseInput(DescribeKeyInput, members).KeyId).id) };
    },
    GenerateDataKey(members) {
      const input = parseInput(GenerateDataKeyInput, members);
      const key = keyOf(store, input.KeyId);
      const plain = randomBytes(BYTES[input.KeySpec]);
      return {
        KeyId: keyArn(key.id),
        Plaintext: plain.toString('base64'),
        CiphertextBlob: seal(key, plain, input.EncryptionContext).toString('base64'),
      };
    },
    Decrypt(members) {
      const input = parseInput(DecryptInput, members);
      const ciphertext = Buffer.from(input.CiphertextBlob, 'base64');
      const key = store.find(keyIdOf(ciphertext));
      if (key === undefined) throw new AwsError('InvalidCiphertextException', '');
      if (input.KeyId !== undefined && keyOf(store, input.KeyId).id !== key.id) {
        const text = 'The key ID in the request does not identify a CMK that can perform this operation.';
        throw new AwsError('IncorrectKeyException', text);
      }
      const plain = open(key, ciphertext, input.EncryptionContext);
      if (plain === undefined) throw new AwsError('InvalidCiphertextException', '');
      return {
        KeyId: keyArn(key.id),
        Plaintext: plain.toString('base64'),
        EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      };
    },
  };

  return {
    permissions(operation, { KeyId, TargetKeyId, CiphertextBlob }) {
      // Decrypt needs no key's name: the ciphertext has it.
      const name =
        CiphertextBlob === undefined ? (KeyId ?? TargetKeyId) : keyIdOf(Buffer.from(String(CiphertextBlob), 'base64'));
      const resource = name === undefined ? '*' : keyArn(store.find(String(name))?.id ?? String(name));
      return [{ action: `kms:${operation}`, resource }];
    },
    call(operation, input) {
      const run = operations[operation];
      if (!run) throw unknownOperation('kms', operation);
      return run(input);
    },
  };
}

function keyOf(store: KeyStore, name: string): StoredKey {
  const key = store.find(name);
  if (key) return key;
  throw new AwsError('NotFoundException', `Key '${name}' does not exist`);
}

const metadataOf = (id: string) => ({
  KeyId: id,
  Arn: keyArn(id),
  AWSAccountId: ACCOUNT_ID,
  Enabled: true,
  KeyState: 'Enabled',
  KeyUsage: 'ENCRYPT_DECRYPT',
  KeySpec: 'SYMMETRIC_DEFAULT',
});
