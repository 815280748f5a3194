/** The QR codes of Google Authenticator's export, written here from its protobuf messages and by no code of ours. */

/** One account of an export. */
export interface ExportedAccount {
  secretBytes: Uint8Array;
  name: string;
  issuer: string;
  /** Default SHA1. */
  algorithm?: 'SHA1' | 'SHA256';
  /** Default 6. */
  digits?: 6 | 8;
  /** Makes it an HOTP account. */
  counter?: number;
}

/**
 * The URIs of one export, each with so many accounts at most.
 * `MigrationPayload { repeated OtpParameters = 1; version = 2; batch_size = 3; batch_index = 4; batch_id = 5; }`
 */
export function migrationUris(accounts: readonly ExportedAccount[], accountsEach: number): string[] {
  const batchSize = Math.ceil(accounts.length / accountsEach);
  return Array.from({ length: batchSize }, (_, batchIndex) => {
    const payload = Buffer.concat([
      ...accounts
        .slice(batchIndex * accountsEach, (batchIndex + 1) * accountsEach)
        .map((account) => lengthDelimited(1, otpParameters(account))),
      number(2, 1),
      number(3, batchSize),
      number(4, batchIndex),
      number(5, 1_234_567),
    ]);
    return `otpauth-migration://offline?data=${encodeURIComponent(payload.toString('base64'))}`;
  });
}

/** `OtpParameters { secret = 1; name = 2; issuer = 3; algorithm = 4; digits = 5; type = 6; counter = 7; }` */
function otpParameters({
  secretBytes,
  name,
  issuer,
  algorithm = 'SHA1',
  digits = 6,
  counter,
}: ExportedAccount): Buffer {
  return Buffer.concat([
    lengthDelimited(1, secretBytes),
    lengthDelimited(2, Buffer.from(name)),
    lengthDelimited(3, Buffer.from(issuer)),
    number(4, algorithm === 'SHA1' ? 1 : 2),
    number(5, digits === 6 ? 1 : 2),
    number(6, counter === undefined ? 2 : 1),
    ...(counter === undefined ? [] : [number(7, counter)]),
  ]);
}

function lengthDelimited(field: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}
