import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cameraAdvice } from './camera-advice.ts';
import { faultOf, type CameraFault } from './camera.ts';

const SAFARI = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const USER_AGENTS: [userAgent: string, how: RegExp][] = [
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${SAFARI} Version/18.0 Mobile/15E148 Safari/604.1`,
    /Website Settings/,
  ],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${SAFARI} CriOS/130.0 Mobile/15E148 Safari/604.1`,
    /Apps > Chrome/,
  ],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
    /Permissions/,
  ],
  ['Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0', /Tap the lock/],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0', /crossed-out camera/],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
    /turn on Camera/,
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0',
    /Permissions for this site/,
  ],
  [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI} Version/18.0 Safari/605.1.15`,
    /Settings for This Website/,
  ],
  ['Somebrowser/1.0', /your browser’s settings/],
];

test('a person who denied the camera is told where their browser keeps the setting', () => {
  for (const [userAgent, how] of USER_AGENTS)
    assert.match(cameraAdvice('denied', userAgent).text, how, userAgent);
});

test("the system's own settings are named by system", () => {
  assert.match(cameraAdvice('denied-by-system', 'Mozilla/5.0 (Macintosh; ...)').text, /System Settings/);
  assert.match(cameraAdvice('denied-by-system', 'Mozilla/5.0 (X11; Linux)').text, /privacy settings/);
});

test("browsers' errors are told apart", () => {
  const faults: [name: string, message: string, fault: CameraFault][] = [
    ['NotAllowedError', 'Permission denied', 'denied'],
    ['NotAllowedError', 'Permission denied by system', 'denied-by-system'],
    ['NotAllowedError', 'Permission dismissed', 'dismissed'],
    ['NotFoundError', 'Requested device not found', 'none'],
    ['NotReadableError', 'Could not start video source', 'busy'],
    ['TypeError', '', 'unknown'],
  ];
  for (const [name, message, fault] of faults) {
    assert.equal(faultOf(new DOMException(message, name)), fault, `${name} ${message}`);
  }
  assert.equal(faultOf('x'), 'unknown');
});
