/** Help, from what the commands say of themselves. */
import type { Command } from './command.ts';

const EXIT_CODES =
  'Exit codes: 0 it worked; 1 it did not, or something was found wrong; 64 the arguments make no sense.';

/** What `countersign --help` prints; with a group, that group's commands alone. */
export function overview(commands: readonly Command[], group?: string): string {
  const shown = commands.filter(({ words }) => group === undefined || words[0] === group);
  const names = shown.map((command) => synopsis(command));
  const width = Math.max(...names.map((name) => name.length));
  return [
    `Usage: countersign ${group ?? ''}${group === undefined ? '' : ' '}COMMAND`,
    '',
    ...shown.map(({ summary }, index) => `  ${names[index]!.padEnd(width)}  ${summary}`),
    '',
    'Each takes --help, and --json to print JSON. Settings come from the environment, as for the service:',
    'COUNTERSIGN_DATA_DIR says where the data lies (default ./data).',
    EXIT_CODES,
    '',
  ].join('\n');
}

/** What `--help` prints for one command. */
export function commandHelp(command: Command): string {
  return [
    `Usage: countersign ${synopsis(command)}`,
    '',
    command.help,
    '',
    '  --json      print JSON',
    '  -h, --help  print this',
    '',
    EXIT_CODES,
    '',
  ].join('\n');
}

function synopsis({ words, takes }: Command): string {
  return [...words, ...takes].join(' ');
}
