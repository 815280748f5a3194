/** Opening the installation that the environment names. */
import { openInstallation, readConfig, type Config, type Installation } from '@countersign/server/operate';

/** The settings, as the service reads them. @throws ConfigError */
export function readSettings(): Config {
  return readConfig(process.env);
}

/** Opens the installation for one piece of work, and closes it. @throws ConfigError, StartError */
export async function withInstallation<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  const installation = await openInstallation(readSettings());
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}
