/** The log: one JSON object a line on standard error. Callers name what they log; nothing dumps a request. */

/** Fields of a log line. Never a secret, a code, a token, a password or a query string. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** Writes log lines. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  error(event: string, error: unknown, fields?: LogFields): void;
}

/** A log on a stream. */
export function createLog(write: (line: string) => void): Log {
  const emit = (level: string, event: string, fields: LogFields): void => {
    write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
  };
  return {
    info(event, fields = {}) {
      emit('info', event, fields);
    },
    error(event, error, fields = {}) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      emit('error', event, { ...fields, reason });
    },
  };
}
