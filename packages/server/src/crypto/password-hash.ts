/** Password hashing: Argon2id (RFC 9106) at OWASP's parameters, on worker threads, so many at a time and no more. */
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { TooBusyError } from '../domain/errors.ts';
import type { PasswordHasher } from '../domain/ports.ts';

/** OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. The algorithm's default is Argon2id. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };
/** Past this many waiting, a request is told to come back: about a second of hashing on two cores. */
const MAX_WAITING = 128;

/**
 * @param options.parallel hashes at a time; each holds 19 MiB. Default: one a processor
 */
export function createPasswordHasher(options: { parallel?: number } = {}): PasswordHasher {
  const enter = createGate(options.parallel ?? availableParallelism());
  // What an unknown account is checked against, so that it takes as long as a known one.
  const nobody = hash('no account has this password', PARAMETERS);
  return {
    hash: (password) => enter(() => hash(password, PARAMETERS)),
    async verify(passwordHash, password) {
      const isRight = await enter(async () => verify(passwordHash ?? (await nobody), password));
      return isRight && passwordHash !== undefined;
    },
  };
}

/** Lets `parallel` tasks run and up to `MAX_WAITING` wait, in order. */
function createGate(parallel: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= parallel) {
      if (waiting.length >= MAX_WAITING) throw new TooBusyError();
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running++;
    }
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next(); // the place passes on, still counted
    }
  };
}
