/** Every command, in the order in which help lists them. */
import { adminCommands } from './admin.ts';
import { auditCommands } from './audit.ts';
import { backupCommand, restoreCommand } from './backup.ts';
import type { Command } from './command.ts';
import { doctorCommand } from './doctor.ts';
import { keyCommands } from './keys.ts';
import { serveCommand } from './serve.ts';

/** The commands. */
export const COMMANDS: readonly Command[] = [
  serveCommand,
  ...adminCommands,
  ...keyCommands,
  ...auditCommands,
  backupCommand,
  restoreCommand,
  doctorCommand,
];
