/** A security key in the browser, as Chromium's WebAuthn domain of the DevTools protocol makes one. */
import type { CDPSession, Page } from '@playwright/test';

/** A key plugged into one page's browser. */
export interface VirtualKey {
  /** Whether its user is verified when it is asked: a right PIN, or none. */
  verifyUser(verified: boolean): Promise<void>;
  /** Takes a copy of its only credential. */
  copyCredential(): Promise<Credential>;
  /** Puts a copied credential in the place of the one it has. */
  putCredential(credential: Credential): Promise<void>;
}

type Credential = Awaited<ReturnType<typeof listCredentials>>[number];

/** Plugs in a key that knows its user: by a fingerprint, or a PIN. */
export async function plugInKey(page: Page): Promise<VirtualKey> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'usb',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async verifyUser(isUserVerified) {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    async copyCredential() {
      const [credential] = await listCredentials(session, authenticatorId);
      if (credential === undefined) throw new Error('the key holds no credential');
      return credential;
    },
    async putCredential(credential) {
      await session.send('WebAuthn.clearCredentials', { authenticatorId });
      await session.send('WebAuthn.addCredential', { authenticatorId, credential });
    },
  };
}

async function listCredentials(session: CDPSession, authenticatorId: string) {
  const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
  return credentials;
}
