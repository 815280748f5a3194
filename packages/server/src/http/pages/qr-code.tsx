/** The QR code, drawn on the server as SVG: no script, no image service, nothing a third party sees. */
import encodeQR from 'qr';

/** ISO/IEC 18004 §5.3.8: four light modules on every side, or readers miss the corners. */
const quietZoneModules = 4;

interface QrCodeProps {
  text: string;
  /** What it is, for those who cannot see it. */
  label: string;
}

/** `text` as a QR code, dark on light whatever the colour scheme. */
export function QrCode({ text, label }: QrCodeProps) {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: quietZoneModules });
  const size = modules.length;
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} width="264" height="264">
      <rect width={size} height={size} fill="#fff" />
      <path d={darkRuns(modules)} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}

/** One rectangle for each horizontal run of dark modules: a fifth of the size of one for each module. */
function darkRuns(modules: readonly (readonly boolean[])[]): string {
  return modules.map((row, y) => rowRuns(row, y)).join('');
}

function rowRuns(row: readonly boolean[], y: number): string {
  const dark = row.map((module) => (module ? '1' : '0')).join('');
  return Array.from(
    dark.matchAll(/1+/g),
    ({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`,
  ).join('');
}
