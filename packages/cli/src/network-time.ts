/** Asking a time server what time it is (SNTP, RFC 4330). */
import { createSocket } from 'node:dgram';

const PORT = 123;
const PACKET_BYTES = 48;
/** Seconds from 1900 (NTP) to 1970 (Unix). */
const ERA_OFFSET_SECONDS = 2_208_988_800;

/**
 * How far this machine's clock is ahead of a time server's, in milliseconds.
 * @param host a server, or `host:port`
 * @returns undefined when there is no answer in time, or none that is one
 */
export async function measureClockOffset(host: string, timeoutMs: number): Promise<number | undefined> {
  const [name = '', port = String(PORT)] = host.split(':');
  const socket = createSocket('udp4');
  try {
    return await new Promise<number | undefined>((resolve) => {
      const timer = setTimeout(() => {
        resolve(undefined);
      }, timeoutMs);
      const request = Buffer.alloc(PACKET_BYTES);
      request[0] = 0x23; // no leap warning, version 4, mode 3 (client)
      const sentAtMs = Date.now();
      socket.once('message', (answer) => {
        clearTimeout(timer);
        resolve(offsetIn(answer, sentAtMs, Date.now()));
      });
      socket.once('error', () => {
        clearTimeout(timer);
        resolve(undefined);
      });
      socket.send(request, Number(port), name, (error) => {
        if (error !== null) resolve(undefined);
      });
    });
  } finally {
    socket.close();
  }
}

/** RFC 4330 §5: half the way there and half the way back are taken to be the same. */
function offsetIn(answer: Buffer, sentAtMs: number, receivedAtMs: number): number | undefined {
  const isServer = answer.length >= PACKET_BYTES && (answer[0]! & 7) === 4;
  const stratum = answer[1] ?? 0;
  if (!isServer || stratum === 0 || stratum > 15) return undefined; // 0: a kiss of death
  const theirReceivedAtMs = readTimestamp(answer, 32);
  const theirSentAtMs = readTimestamp(answer, 40);
  return -((theirReceivedAtMs - sentAtMs + (theirSentAtMs - receivedAtMs)) / 2);
}

function readTimestamp(packet: Buffer, offset: number): number {
  const seconds = packet.readUInt32BE(offset) - ERA_OFFSET_SECONDS;
  return seconds * 1000 + (packet.readUInt32BE(offset + 4) / 2 ** 32) * 1000;
}
