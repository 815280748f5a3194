/** `countersign serve`. */
import { serve } from '@countersign/server/operate';
import type { Command } from './command.ts';

/** Runs the service. */
export const serveCommand: Command = {
  words: ['serve'],
  takes: [],
  summary: 'Run the service and the authenticator until SIGINT or SIGTERM.',
  help: [
    'Runs the account pages and the authenticator, as npm start does. Says where they are on standard output, and logs',
    'one JSON object a line on standard error.',
  ].join('\n'),
  async run() {
    await serve(process.env);
    return undefined;
  },
};
