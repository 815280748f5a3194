#!/usr/bin/env node
/** The program `countersign`: finds the command, runs it, prints its answer. */
import { ConfigError, CountersignError, StartError } from '@countersign/server/operate';
import { COMMANDS } from './commands.ts';
import { CommandError, EXIT, readArguments, UsageError, type Command } from './command.ts';
import { commandHelp, overview } from './help.ts';

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const json = args.includes('--json');
  try {
    return await dispatch(args, json);
  } catch (error) {
    const isOurs =
      error instanceof CommandError ||
      error instanceof ConfigError ||
      error instanceof StartError ||
      error instanceof CountersignError;
    if (!isOurs && !(error instanceof UsageError)) throw error;
    if (json) process.stdout.write(`${JSON.stringify({ error: error.message })}\n`);
    process.stderr.write(`countersign: ${error.message}\n`);
    return error instanceof UsageError ? EXIT.usage : EXIT.failed;
  }
}

async function dispatch(args: readonly string[], json: boolean): Promise<number> {
  const command = findCommand(args);
  if (command === undefined) return answerWithoutCommand(args);
  const given = readArguments(command, args.slice(command.words.length));
  if (given.values['help'] === true) return print(commandHelp(command));
  const answer = await command.run(given, (line) => {
    if (!json) process.stderr.write(`${line}\n`);
  });
  if (answer === undefined) return Number(process.exitCode ?? EXIT.ok);
  print(
    json
      ? `${JSON.stringify(answer.data, undefined, 2)}\n`
      : answer.lines.map((line) => `${line}\n`).join(''),
  );
  return answer.exitCode ?? EXIT.ok;
}

function findCommand(args: readonly string[]): Command | undefined {
  return COMMANDS.find(({ words }) => words.every((word, index) => args[index] === word));
}

function answerWithoutCommand(args: readonly string[]): number {
  const words = args.filter((arg) => !arg.startsWith('-'));
  const [group] = words;
  const isGroup = group !== undefined && COMMANDS.some((command) => command.words[0] === group);
  if ((args.includes('--help') || args.includes('-h')) && (group === undefined || isGroup)) {
    return print(overview(COMMANDS, group));
  }
  throw new UsageError(
    group === undefined
      ? 'which command? countersign --help lists them'
      : `there is no command "${words.join(' ')}"; countersign --help lists them`,
  );
}

function print(text: string): number {
  process.stdout.write(text);
  return EXIT.ok;
}
