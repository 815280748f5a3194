// The part of Protocol Buffers' wire format (https://protobuf.dev/programming-guides/encoding/) that migration
// payloads need. Every length is checked against what is there before anything is taken, and nothing is copied or
// allocated by a length that the input claims.

/** One field: its number, and what the wire holds. */
export type Field = { number: number; value: bigint } | { number: number; bytes: Uint8Array };

/** The bytes are not a protobuf message; the message says where. */
export class ProtobufError extends Error {}

const WIRE_VARINT = 0;
const WIRE_FIXED64 = 1;
const WIRE_BYTES = 2;
const WIRE_FIXED32 = 5;
const MAX_VARINT_BYTES = 10;

/**
 * Reads the fields of one message, in order. Fixed-size fields are skipped: no field we know is one.
 *
 * @param message - the whole message; returned `bytes` are views of it
 * @throws {ProtobufError} when a field is cut short, a varint too long, or a wire type unknown
 */
export function readFields(message: Uint8Array): Field[] {
  const reader: Reader = { message, position: 0 };
  const fields: Field[] = [];
  while (reader.position < message.length) {
    const tag = readVarint(reader);
    const number = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    if (wireType === WIRE_VARINT) fields.push({ number, value: readVarint(reader) });
    else if (wireType === WIRE_BYTES) fields.push({ number, bytes: readBytes(reader, readVarint(reader)) });
    else if (wireType === WIRE_FIXED64) readBytes(reader, 8n);
    else if (wireType === WIRE_FIXED32) readBytes(reader, 4n);
    else throw new ProtobufError(`wire type ${wireType} before byte ${reader.position}`);
  }
  return fields;
}

interface Reader {
  readonly message: Uint8Array;
  position: number;
}

/** An unsigned varint of at most 64 bits. */
function readVarint(reader: Reader): bigint {
  let value = 0n;
  for (let i = 0; i < MAX_VARINT_BYTES; i++) {
    const byte = reader.message[reader.position];
    if (byte === undefined) throw new ProtobufError(`cut short at byte ${reader.position}`);
    reader.position++;
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return BigInt.asUintN(64, value);
  }
  throw new ProtobufError(`a number of more than ${MAX_VARINT_BYTES} bytes before byte ${reader.position}`);
}

function readBytes(reader: Reader, length: bigint): Uint8Array {
  const left = reader.message.length - reader.position;
  if (length > BigInt(left)) {
    throw new ProtobufError(`${length} bytes announced at byte ${reader.position}, where ${left} are left`);
  }
  const start = reader.position;
  reader.position += Number(length);
  return reader.message.subarray(start, reader.position);
}

/** Writes a varint field; a negative number takes ten bytes, as protobuf's int32 and int64 do. */
export function varintField(number: number, value: number): number[] {
  return [...varint(BigInt(number << 3) | BigInt(WIRE_VARINT)), ...varint(BigInt.asUintN(64, BigInt(value)))];
}

/** Writes a length-delimited field. */
export function bytesField(number: number, bytes: ArrayLike<number>): number[] {
  return [
    ...varint(BigInt(number << 3) | BigInt(WIRE_BYTES)),
    ...varint(BigInt(bytes.length)),
    ...Array.from(bytes),
  ];
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  for (; value > 0x7fn; value >>= 7n) bytes.push(Number(value & 0x7fn) | 0x80);
  bytes.push(Number(value));
  return bytes;
}
