/** Serving until told to stop: what `npm start` and `countersign serve` do. */
import { startCountersign, StartError } from './compose.ts';
import { ConfigError, readConfig } from './config.ts';
import { createLog } from './ops/log.ts';

/** Reads the environment, starts, says where, and stops cleanly at SIGINT and SIGTERM; exits with 1 where it cannot. */
export async function serve(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    const config = readConfig(environment);
    const log = createLog((line) => process.stderr.write(line));
    const countersign = await startCountersign(config, { log });
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      void countersign.stop().then(() => process.exit(0));
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    // Last: whoever reads these lines may stop the program at once.
    process.stdout.write(
      [
        `Account pages  ${countersign.accountUrl}`,
        `Authenticator  ${countersign.authenticatorUrl}`,
        `Mail goes      ${countersign.mailTo}`,
        `Data lies in   ${config.dataDir}`,
        '',
      ].join('\n'),
    );
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof StartError)) throw error;
    process.stderr.write(`countersign: ${error.message}\n`);
    process.exitCode = 1;
  }
}
