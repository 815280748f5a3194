import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, IconButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { cameraAdvice } from './camera-advice.ts';
import type { Camera } from './camera.ts';
import type { QrReader } from './qr-reader.ts';
import { SwitchCameraIcon, TorchIcon } from './scan-icons.tsx';
import { useCamera } from './use-camera.ts';

interface CameraViewProps {
  reader: QrReader | undefined;
  /** Called with what is in sight; again only after it was out of sight for a while. */
  onTexts(texts: string[]): void;
}

/** The live picture of the camera, with its switches, or what to do to get one. */
export function CameraView({ reader, onTexts }: CameraViewProps): JSX.Element {
  const { camera, fault, retry, switchCamera } = useCamera();
  const video = useVideoOf(camera);
  useFrames(video, camera, reader, onTexts);

  if (fault !== undefined && camera === undefined) {
    const { title, text, canRetry } = cameraAdvice(fault, navigator.userAgent);
    return (
      <Notice kind="warning" title={title} action={canRetry && <Button onClick={retry}>Try again</Button>}>
        {text}
      </Notice>
    );
  }
  return (
    <div class="camera">
      {camera !== undefined && <p class="camera-caption">Point the camera at the QR code</p>}
      <video
        ref={video}
        class={camera?.facesPerson ? 'camera-video camera-mirror' : 'camera-video'}
        aria-label="Camera picture"
        autoplay
        muted
        playsInline
      />
      {camera === undefined ? <p class="camera-wait">Starting the camera…</p> : <Viewfinder />}
      {camera !== undefined && (
        <div class="camera-switches">
          {camera.setTorch && <TorchButton key={camera.deviceId} setTorch={camera.setTorch} />}
          {camera.deviceIds.length > 1 && (
            <IconButton label="Switch camera" onClick={switchCamera}>
              <SwitchCameraIcon />
            </IconButton>
          )}
        </div>
      )}
    </div>
  );
}

/** Corners of a square, as an aim: codes are read anywhere in the picture. */
function Viewfinder(): JSX.Element {
  return (
    <svg class="camera-viewfinder" viewBox="0 0 100 100" aria-hidden="true">
      <path d="M2 22V10a8 8 0 0 1 8-8h12M78 2h12a8 8 0 0 1 8 8v12M98 78v12a8 8 0 0 1-8 8H78M22 98H10a8 8 0 0 1-8-8V78" />
    </svg>
  );
}

function TorchButton({ setTorch }: { setTorch(on: boolean): Promise<void> }): JSX.Element {
  const [isOn, setIsOn] = useState(false);
  const toggle = () => {
    setTorch(!isOn).then(
      () => setIsOn(!isOn),
      () => undefined, // Some lights are announced and cannot be switched: the button stays as it was.
    );
  };
  return (
    <IconButton label="Torch" aria-pressed={isOn} onClick={toggle}>
      <TorchIcon />
    </IconButton>
  );
}

function useVideoOf(camera: Camera | undefined) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current === null) return;
    video.current.srcObject = camera?.stream ?? null;
    // Rejected when the camera is switched before the picture plays.
    if (camera !== undefined) video.current.play().catch(() => undefined);
  }, [camera]);
  return video;
}

function useFrames(
  video: { current: HTMLVideoElement | null },
  camera: Camera | undefined,
  reader: QrReader | undefined,
  onTexts: (texts: string[]) => void,
): void {
  const latest = useRef(onTexts);
  latest.current = onTexts;
  useEffect(() => {
    if (camera === undefined || reader === undefined || video.current === null) return;
    const stop = new AbortController();
    void readFrames(
      video.current,
      reader,
      onceInSight((texts) => latest.current(texts)),
      stop.signal,
    );
    return () => stop.abort();
  }, [video, camera, reader]);
}

/** Ten looks a second are enough for the hand that holds the phone, and spare its battery. */
const BETWEEN_LOOKS_MS = 100;

/** Reads one frame at a time: while the worker is busy, the camera's further frames pass by. */
async function readFrames(
  video: HTMLVideoElement,
  reader: QrReader,
  onTexts: (texts: string[]) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let frameNumber = 1; !signal.aborted; frameNumber++) {
    const nextLook = new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
    const frame = await frameOf(video);
    if (frame !== undefined) {
      // A reader that fails has failed for good; the page that started it says so.
      const texts = await reader.readFrame(frame, frameNumber).catch(() => undefined);
      if (texts === undefined || signal.aborted) return;
      onTexts(texts);
    }
    await nextLook;
  }
}

async function frameOf(video: HTMLVideoElement): Promise<ImageBitmap | undefined> {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
  return createImageBitmap(video).catch(() => undefined);
}

const OUT_OF_SIGHT_AFTER_MS = 3000;

/** Passes on each text when it comes into sight, not again with every frame that shows it. */
function onceInSight(onTexts: (texts: string[]) => void): (texts: string[]) => void {
  const lastSeenMs = new Map<string, number>();
  return (texts) => {
    const nowMs = performance.now();
    const isNew = (text: string) => nowMs - (lastSeenMs.get(text) ?? -Infinity) > OUT_OF_SIGHT_AFTER_MS;
    const fresh = texts.filter(isNew);
    for (const text of texts) lastSeenMs.set(text, nowMs);
    if (fresh.length > 0) onTexts(fresh);
  };
}
