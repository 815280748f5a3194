// Opens a camera, its torch and its neighbours, and names what can go wrong.

/** Why there is no picture from a camera. */
export type CameraFault =
  /** The page was not loaded over https (or from this machine), so browsers offer no camera. */
  | 'insecure'
  | 'unsupported'
  /** The person, or a setting of the browser, said no. */
  | 'denied'
  /** The question was closed without an answer. */
  | 'dismissed'
  /** The operating system keeps cameras from the browser. */
  | 'denied-by-system'
  | 'none'
  /** Another program or tab has it. */
  | 'busy'
  /** It was there and went away. */
  | 'lost'
  | 'unknown';

/** A camera could not be opened. */
export class CameraError extends Error {
  override name = 'CameraError';
  readonly code: CameraFault;

  constructor(code: CameraFault, options?: ErrorOptions) {
    super(`No camera: ${code}`, options);
    this.code = code;
  }
}

/** An open camera. */
export interface Camera {
  stream: MediaStream;
  /** Ids of all cameras of the device, in the browser's order, this one among them. */
  deviceIds: string[];
  deviceId: string;
  /** Whether it looks at the person who holds the device, who then expects a mirror. */
  facesPerson: boolean;
  /** Switches the light on or off; absent when it has none. */
  setTorch?: (on: boolean) => Promise<void>;
  /** Calls back once if the camera goes away by itself. */
  onLost(callback: () => void): void;
  close(): void;
}

// Of the Media Capture extensions, TypeScript's library lacks these.
type TorchCapabilities = MediaTrackCapabilities & { torch?: boolean; focusMode?: string[] };
type TorchConstraints = MediaTrackConstraintSet & { torch?: boolean; focusMode?: string };

/** Enough for the smallest codes that a lens resolves, and little enough to read in a few milliseconds. */
const IDEAL_SIZE = { width: { ideal: 1920 }, height: { ideal: 1080 } };

/**
 * Opens a camera: the given one, else the one that looks away from the person, else any.
 *
 * @throws {CameraError}
 */
export async function openCamera(deviceId?: string): Promise<Camera> {
  if (!globalThis.isSecureContext) throw new CameraError('insecure');
  if (typeof navigator.mediaDevices?.getUserMedia !== 'function') throw new CameraError('unsupported');
  const which =
    deviceId === undefined ? { facingMode: { ideal: 'environment' } } : { deviceId: { exact: deviceId } };
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { ...which, ...IDEAL_SIZE }, audio: false });
  } catch (cause) {
    throw new CameraError(faultOf(cause), { cause });
  }
  return cameraOf(stream);
}

async function cameraOf(stream: MediaStream): Promise<Camera> {
  const track = stream.getVideoTracks()[0]!;
  const capabilities: TorchCapabilities = track.getCapabilities?.() ?? {};
  const set = (constraint: TorchConstraints): Promise<void> =>
    track.applyConstraints({ advanced: [constraint] });
  if (capabilities.focusMode?.includes('continuous'))
    await set({ focusMode: 'continuous' }).catch(() => undefined);
  // Only now, with permission, do browsers tell the cameras apart.
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const settings = track.getSettings();
  return {
    stream,
    deviceIds: devices.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId),
    deviceId: settings.deviceId ?? '',
    facesPerson: settings.facingMode === 'user',
    ...(capabilities.torch && { setTorch: (on: boolean) => set({ torch: on }) }),
    onLost: (callback) => track.addEventListener('ended', callback, { once: true }),
    close: () => track.stop(),
  };
}

/** Names an error of getUserMedia (W3C Media Capture and Streams §10.2), where browsers differ in their messages. */
export function faultOf(error: unknown): CameraFault {
  if (!(error instanceof Error)) return 'unknown';
  switch (error.name) {
    case 'NotAllowedError':
      if (/by system/i.test(error.message)) return 'denied-by-system';
      return /dismissed/i.test(error.message) ? 'dismissed' : 'denied';
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'unknown';
  }
}
