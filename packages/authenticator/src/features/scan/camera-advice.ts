// What to tell a person who has no picture from the camera: in the words of their own browser's settings.
import type { CameraFault } from './camera.ts';

/** What happened, and what to do about it. */
export interface CameraAdvice {
  title: string;
  text: string;
  /** Whether trying again can help without leaving the page. */
  canRetry: boolean;
}

const OTHER_WAYS = 'You can also add the code in another way below.';

/** @param userAgent - `navigator.userAgent` */
export function cameraAdvice(fault: CameraFault, userAgent: string): CameraAdvice {
  switch (fault) {
    case 'insecure':
      return {
        title: 'The camera needs a secure address',
        text: `Browsers offer the camera only to pages whose address begins with https. Open this app at its https address. ${OTHER_WAYS}`,
        canRetry: false,
      };
    case 'unsupported':
      return {
        title: 'This browser offers no camera',
        text: `Open this app in Chrome, Edge, Firefox or Safari instead. ${OTHER_WAYS}`,
        canRetry: false,
      };
    case 'dismissed':
      return {
        title: 'The camera is waiting for your permission',
        text: 'Try again, and choose Allow when your browser asks.',
        canRetry: true,
      };
    case 'denied':
      return {
        title: 'The camera is not allowed',
        text: `${howToAllow(userAgent)} Then try again. ${OTHER_WAYS}`,
        canRetry: true,
      };
    case 'denied-by-system':
      return {
        title: 'Your system keeps the camera from this browser',
        text: `${howToAllowBySystem(userAgent)} Then try again. ${OTHER_WAYS}`,
        canRetry: true,
      };
    case 'none':
      return {
        title: 'No camera was found',
        text: `Connect one and try again. ${OTHER_WAYS}`,
        canRetry: true,
      };
    case 'busy':
      return {
        title: 'The camera is in use',
        text: 'Another app or tab has the camera. Close it there, then try again.',
        canRetry: true,
      };
    case 'lost':
      return {
        title: 'The camera was disconnected',
        text: `Connect it and try again. ${OTHER_WAYS}`,
        canRetry: true,
      };
    case 'unknown':
      return { title: 'The camera did not start', text: `Try again. ${OTHER_WAYS}`, canRetry: true };
  }
}

/** The first that fits decides: most browsers claim to be several others. */
const HOW_TO_ALLOW: readonly (readonly [browser: RegExp, how: string])[] = [
  [/CriOS/, 'Open the Settings app, then Apps > Chrome, and turn on Camera.'],
  [/FxiOS/, 'Open the Settings app, then Apps > Firefox, and turn on Camera.'],
  [/EdgiOS/, 'Open the Settings app, then Apps > Edge, and turn on Camera.'],
  [/iPhone|iPad/, 'Tap the page menu beside the address, then Website Settings, and set Camera to Allow.'],
  [/Firefox.*Android|Android.*Firefox/, 'Tap the lock beside the address, then allow the camera.'],
  [/SamsungBrowser/, 'Tap the lock beside the address, then Permissions, and allow the camera.'],
  [/Android/, 'Tap the icon beside the address, then Permissions, and allow the camera.'],
  [/Firefox/, 'Click the crossed-out camera beside the address and take away the block.'],
  [/Edg\//, 'Click the lock beside the address, then Permissions for this site, and set Camera to Allow.'],
  [/Chrome/, 'Click the icon beside the address and turn on Camera.'],
  [/Safari/, 'In the menu Safari, choose Settings for This Website, and set Camera to Allow.'],
];

function howToAllow(userAgent: string): string {
  return (
    HOW_TO_ALLOW.find(([browser]) => browser.test(userAgent))?.[1] ??
    'Allow the camera for this page in your browser’s settings.'
  );
}

const HOW_TO_ALLOW_BY_SYSTEM: readonly (readonly [system: RegExp, how: string])[] = [
  [/Macintosh/, 'Open System Settings > Privacy & Security > Camera and turn on this browser.'],
  [/Windows/, 'Open Settings > Privacy & security > Camera and let apps use the camera.'],
  [/Android/, 'Open the Settings app, then Apps, this browser, Permissions, and allow the camera.'],
];

function howToAllowBySystem(userAgent: string): string {
  return (
    HOW_TO_ALLOW_BY_SYSTEM.find(([system]) => system.test(userAgent))?.[1] ??
    'Allow this browser to use the camera in your system’s privacy settings.'
  );
}
