import { useEffect, useState } from 'preact/hooks';
import { CameraError, openCamera, type Camera, type CameraFault } from './camera.ts';

/** The camera as the page sees it. */
export interface CameraInUse {
  camera: Camera | undefined;
  fault: CameraFault | undefined;
  /** Opens it again after a fault. */
  retry(): void;
  /** Changes to the next camera of the device. */
  switchCamera(): void;
}

/** Keeps a camera open while the component is there and the page can be seen. */
export function useCamera(): CameraInUse {
  const isVisible = usePageVisible();
  const [attempt, setAttempt] = useState(0);
  const [wantedId, setWantedId] = useState<string>();
  const [camera, setCamera] = useState<Camera>();
  const [fault, setFault] = useState<CameraFault>();
  const retry = () => setAttempt((count) => count + 1);

  useEffect(() => {
    if (!isVisible) return;
    let isCurrent = true;
    let opened: Camera | undefined;
    const open = async () => {
      opened = await openCamera(wantedId);
      if (!isCurrent) return opened.close();
      opened.onLost(() => isCurrent && fail(new CameraError('lost')));
      setFault(undefined);
      setCamera(opened);
    };
    const fail = (error: unknown) => {
      if (!isCurrent) return;
      setCamera(undefined);
      setFault(error instanceof CameraError ? error.code : 'unknown');
    };
    open().catch(fail);
    return () => {
      isCurrent = false;
      opened?.close();
      setCamera(undefined);
    };
  }, [isVisible, wantedId, attempt]);

  useEffect(() => (fault === 'denied' ? whenCameraAllowed(retry) : undefined), [fault]);

  const switchCamera = () => {
    const ids = camera?.deviceIds ?? [];
    setWantedId(ids[(ids.indexOf(camera?.deviceId ?? '') + 1) % ids.length]);
  };
  return { camera, fault, retry, switchCamera };
}

function usePageVisible(): boolean {
  const [isVisible, setIsVisible] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const follow = () => setIsVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', follow);
    return () => document.removeEventListener('visibilitychange', follow);
  }, []);
  return isVisible;
}

/** Calls back when the person changes the setting in the browser; some browsers do not tell. */
function whenCameraAllowed(callback: () => void): () => void {
  const watch = new AbortController();
  const follow = async () => {
    const status = await navigator.permissions.query({ name: 'camera' });
    status.addEventListener('change', () => status.state === 'granted' && callback(), {
      signal: watch.signal,
    });
  };
  follow().catch(() => undefined);
  return () => watch.abort();
}
