// The authenticator, with everybody else's services: QR codes as they make them, and codes as oathtool computes them.
import { createHmac } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expectHeading } from '../support/account-pages.ts';
import {
  card,
  chooseImage,
  openAddPage,
  openWithoutRegistering,
  readCode,
} from '../support/authenticator-app.ts';
import { sideBySide } from '../support/camera.ts';
import { migrationUris } from '../support/google-authenticator.ts';
import { oathtoolHotp, oathtoolTotp, qrencode, type CodeOptions } from '../support/programs.ts';
import { expect, test } from '../support/test.ts';

const secretBytes = Buffer.from('12345678901234567890');
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

interface Sample {
  what: string;
  uri: string;
  title: string;
  subtitle: string;
  options?: CodeOptions;
}

const samples: Sample[] = [
  {
    what: 'issuer in label and parameter',
    uri: `otpauth://totp/Harbour:ada@example.org?secret=${secret}&issuer=Harbour`,
    title: 'Harbour',
    subtitle: 'ada@example.org',
  },
  {
    what: 'no issuer',
    uri: `otpauth://totp/ada@example.org?secret=${secret}`,
    title: 'ada@example.org',
    subtitle: '',
  },
  {
    what: 'issuer as a parameter alone, a lower-case secret',
    uri: `otpauth://totp/ada?secret=${secret.toLowerCase()}&issuer=Harbour`,
    title: 'Harbour',
    subtitle: 'ada',
  },
  {
    what: 'raw spaces and a plus',
    uri: `otpauth://totp/Harbour Bank: ada+bank@example.org?secret=${secret}&issuer=Harbour Bank`,
    title: 'Harbour Bank',
    subtitle: 'ada+bank@example.org',
  },
  {
    what: 'percent-encoding',
    uri: `otpauth://totp/Caf%C3%A9%20%26%20S%C3%B8n%3Aada%2Bbank%40example.org?secret=${secret}&issuer=Caf%C3%A9%20%26%20S%C3%B8n`,
    title: 'Café & Søn',
    subtitle: 'ada+bank@example.org',
  },
  {
    what: 'eight digits',
    uri: `otpauth://totp/Harbour:ada?secret=${secret}&issuer=Harbour&digits=8`,
    title: 'Harbour',
    subtitle: 'ada',
    options: { digits: 8 },
  },
  {
    what: 'SHA256, eight digits, sixty seconds',
    uri: `otpauth://totp/Harbour:ada?secret=${secret}&issuer=Harbour&algorithm=SHA256&digits=8&period=60`,
    title: 'Harbour',
    subtitle: 'ada',
    options: { algorithm: 'SHA256', digits: 8, periodSeconds: 60 },
  },
  {
    what: 'SHA512 by another name',
    uri: `otpauth://totp/Harbour:ada?secret=${secret}&issuer=Harbour&algorithm=HmacSHA512`,
    title: 'Harbour',
    subtitle: 'ada',
    options: { algorithm: 'SHA512' },
  },
];

test.beforeEach(({ phone, countersign }) => openWithoutRegistering(phone, countersign));

for (const { what, uri, title, subtitle, options } of samples) {
  test(`from a picture: ${what}`, async ({ phone }) => {
    await openAddPage(phone);
    await chooseImage(phone, qrencode(uri));
    await expectHeading(phone, 'Added');
    await expectEntry(phone, title, subtitle);
    await expectCodeOf(phone, options);
  });
}

for (const { what, uri, title, subtitle, options } of [samples[0]!, samples[4]!, samples[6]!]) {
  test(`by camera: ${what}`, async ({ phone, camera }) => {
    camera.show(qrencode(uri));
    await openAddPage(phone);
    await expectHeading(phone, 'Added');
    await expectEntry(phone, title, subtitle);
    await expectCodeOf(phone, options);
  });
}

test('HOTP: each press gives the next code', async ({ phone, camera }) => {
  camera.show(qrencode(`otpauth://hotp/Harbour:ada?secret=${secret}&issuer=Harbour&counter=7`));
  await openAddPage(phone);
  await expectHeading(phone, 'Added');
  for (const counter of [7, 8, 9]) {
    await phone.getByRole('button', { name: /^Next code/ }).click();
    await expect.poll(() => readCode(phone)).toBe(oathtoolHotp(secret, counter));
  }
  await phone.getByRole('button', { name: 'Done' }).click();
  await phone.reload();
  await phone.getByRole('button', { name: /^Next code/ }).click();
  await expect.poll(() => readCode(phone), 'a spent counter stays spent').toBe(oathtoolHotp(secret, 10));
});

for (const [what, uri] of [
  ['a Steam link', `otpauth://steam/Steam:ada?secret=${secret}&issuer=Steam`],
  ['a TOTP link with encoder=steam', `otpauth://totp/Steam:ada?secret=${secret}&issuer=Steam&encoder=steam`],
] as const) {
  test(`Steam: ${what}`, async ({ phone }) => {
    await openAddPage(phone);
    await chooseImage(phone, qrencode(uri));
    await expectHeading(phone, 'Added');
    await expect(async () => expect(await readCode(phone)).toBe(steamGuardCode())).toPass();
  });
}

test('a Google Authenticator export of one code: the person chooses', async ({ phone }) => {
  const [uri = ''] = migrationUris(
    [
      { secretBytes, name: 'ada@example.org', issuer: 'Harbour' },
      {
        secretBytes: Buffer.from('another secret here!'),
        name: 'ada',
        issuer: 'Lighthouse',
        algorithm: 'SHA256',
        digits: 8,
      },
      { secretBytes: Buffer.from('a third secret here!'), name: 'left out', issuer: 'Garden', counter: 3 },
    ],
    10,
  );
  await openAddPage(phone);
  await chooseImage(phone, qrencode(uri));
  await expectHeading(phone, 'Choose accounts');
  await phone.getByRole('checkbox', { name: /Garden/ }).uncheck();
  await phone.getByRole('button', { name: 'Add 2 accounts' }).click();
  await expectHeading(phone, 'Added 2 accounts');
  await expectCodeOf(card(phone, 'Harbour'));
  await expectCodeOf(
    card(phone, 'Lighthouse'),
    { algorithm: 'SHA256', digits: 8 },
    'MFXG65DIMVZCA43FMNZGK5BANBSXEZJB',
  );
  await expect(card(phone, 'Garden')).toHaveCount(0);
});

test('a Google Authenticator export in three codes, in any order, two of them in one picture', async ({
  phone,
}) => {
  const accounts = ['one', 'two', 'three', 'four', 'five'].map((name) => ({
    secretBytes: Buffer.from(`the secret of ${name}`.padEnd(20)),
    name,
    issuer: 'Harbour',
  }));
  const [first = '', second = '', third = ''] = migrationUris(accounts, 2);
  await openAddPage(phone);
  await chooseImage(phone, qrencode(third));
  await expect(phone.getByText('1 of 3 scanned')).toBeVisible();
  await chooseImage(phone, qrencode(third));
  await expect(phone.getByText('1 of 3 scanned'), 'the same code again').toBeVisible();
  await chooseImage(phone, sideBySide([qrencode(first), qrencode(second)]));
  await expectHeading(phone, 'Choose accounts');
  await expect(phone.getByRole('checkbox')).toHaveCount(5);
  await phone.getByRole('button', { name: 'Add 5 accounts' }).click();
  await expectHeading(phone, 'Added 5 accounts');
  for (const { name } of accounts) await expect(card(phone, name)).toBeVisible();
});

async function expectEntry(phone: Page, title: string, subtitle: string): Promise<void> {
  const entry = card(phone, title);
  await expect(entry.locator('.card-title')).toHaveText(title);
  await expect(entry.locator('.card-subtitle')).toHaveText(subtitle);
}

/** The code shown is the one oathtool computes at that moment. */
async function expectCodeOf(
  place: Page | Locator,
  options: CodeOptions = {},
  setupKey = secret,
): Promise<void> {
  await expect(async () => expect(await readCode(place)).toBe(oathtoolTotp(setupKey, options))).toPass();
}

/** Steam Guard's five characters, computed from HMAC alone: oathtool does not know them. */
function steamGuardCode(): string {
  const alphabet = '23456789BCDFGHJKMNPQRTVWXY';
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', secretBytes).update(counter).digest();
  let number = mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff;
  let code = '';
  for (let place = 0; place < 5; place++) {
    code += alphabet[number % alphabet.length]!;
    number = Math.floor(number / alphabet.length);
  }
  return code;
}
