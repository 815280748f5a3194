/**
 * The outbox: where mail goes while no SMTP server is configured and only this machine can reach the service. Each
 * mail is an .eml file (RFC 5322) in the data folder; the page at /outbox reads them back.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const NAME_PATTERN = /^[0-9]{13}-[0-9a-f-]{36}\.eml$/;

/** Mails kept as files, by name. */
export interface Outbox {
  /** Names, the newest first. */
  list(): Promise<string[]>;
  /** One mail; undefined when there is none of that name. */
  read(name: string): Promise<Buffer | undefined>;
  write(id: string, atMs: number, message: Buffer): Promise<void>;
}

/** The outbox in a data folder. */
export function createOutbox(dataDir: string): Outbox {
  const folder = join(dataDir, 'outbox');
  return {
    async list() {
      const names = await readdir(folder).catch(() => []);
      return names
        .filter((name) => NAME_PATTERN.test(name))
        .sort()
        .reverse();
    },
    async read(name) {
      if (!NAME_PATTERN.test(name)) return undefined;
      return readFile(join(folder, name)).catch(() => undefined);
    },
    async write(id, atMs, message) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(join(folder, `${String(atMs).padStart(13, '0')}-${id}.eml`), message, { mode: 0o600 });
    },
  };
}
