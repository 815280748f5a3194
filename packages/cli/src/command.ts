/** What a command is, how its arguments are read, and what it may answer. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** Exit codes, the same for every command. */
export const EXIT = {
  ok: 0,
  /** It did not work, or something was found wrong. */
  failed: 1,
  /** The arguments make no sense (EX_USAGE of sysexits.h). */
  usage: 64,
} as const;

/** What a command has to say: as JSON, and in words. */
export interface Answer {
  /** What `--json` prints. */
  data: unknown;
  /** Lines for people. */
  lines: readonly string[];
  /** Default 0. */
  exitCode?: number;
}

/** Arguments as a command declares them. */
export interface Given {
  positionals: readonly string[];
  values: Readonly<Record<string, string | boolean | undefined>>;
}

/** One command: `countersign GROUP NAME`, or `countersign NAME`. */
export interface Command {
  /** Its words: ['keys', 'rotate']. */
  words: readonly string[];
  /** Arguments after the words, as help shows them: `EMAIL`. */
  takes: readonly string[];
  /** One line. */
  summary: string;
  /** More, for `--help`. */
  help: string;
  options?: ParseArgsOptionsConfig;
  /**
   * Does it. Undefined when it said everything itself.
   * @param progress says something to people while it works, on standard error
   */
  run(given: Given, progress: (line: string) => void): Promise<Answer | undefined>;
}

/** The arguments make no sense; the message is the one line to print. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** It did not work, for a reason that the operator can mend; the message is the one line to print. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Options of every command. */
const COMMON_OPTIONS = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsOptionsConfig;

/**
 * Reads the arguments after a command's words.
 * @throws UsageError
 */
export function readArguments(command: Command, args: readonly string[]): Given {
  const given = parse(command, args);
  if (given.values['help'] === true) return given;
  const { positionals } = given;
  if (positionals.length !== command.takes.length) {
    const wanted = command.takes.length === 0 ? 'nothing' : command.takes.join(' ');
    throw new UsageError(`countersign ${command.words.join(' ')} takes ${wanted}; --help says more`);
  }
  return given;
}

function parse(command: Command, args: readonly string[]): Given {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...COMMON_OPTIONS, ...command.options },
    });
    return { positionals, values: values };
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}
