import { AuthenticatorNameField } from './authenticators.tsx';
import { Button, type FieldErrors, Form, Notice } from './form.tsx';
import { type AccountPageProps, TaskPage } from './layout.tsx';
import { QrCode } from './qr-code.tsx';
import { PasscodeField } from './second-step-fields.tsx';

/** `/account/two-factor/scan`. The form posts `enrolment_id`, `passcode` and `name` to the same address. */
export interface TwoFactorScanProps extends AccountPageProps {
  enrolmentId: string;
  /** The whole `otpauth://` URI. */
  otpauthUri: string;
  /** The secret in Base32, ungrouped. */
  setupKey: string;
  /** What the new authenticator is to be called: as typed before, else a suggestion. */
  name: string;
  /** True when two-factor is on already, and this authenticator is added to it. */
  adding: boolean;
  errors?: FieldErrors<'passcode' | 'name'>;
  /** True when this enrolment took the place of one that was begun in another tab. */
  startedAgain?: boolean;
}

/** The QR code, the setup key beside it, and the field for the code that proves they arrived. */
export function TwoFactorScanPage({
  enrolmentId,
  otpauthUri,
  setupKey,
  name,
  adding,
  errors = {},
  startedAgain,
  ...page
}: TwoFactorScanProps) {
  return (
    <TaskPage
      {...page}
      title="Scan the QR code"
      back={{ href: '/account/two-factor/app', label: 'Choose an authenticator app' }}
      scripts={['copy.js']}
    >
      {startedAgain === true && (
        <Notice kind="warning">The set-up was started again, so this QR code is new. Scan this one.</Notice>
      )}
      <section class="card scan">
        <figure>
          <QrCode text={otpauthUri} label="QR code for your authenticator. The setup key holds the same." />
        </figure>
        <div>
          <p>
            In the Countersign authenticator: <strong>Settings</strong>,{' '}
            <strong>2-step verification (TOTP)</strong>, <strong>Scan QR code</strong>. In other apps, look
            for a plus sign.
          </p>
          <h2 id="setup-key-heading">Setup key</h2>
          <p class="muted">Cannot scan? Type this key into the app, as a time-based one.</p>
          <SetupKey setupKey={setupKey} />
          <p class="same-device">
            On this device already? <a href={otpauthUri}>Open in your authenticator</a>
          </p>
        </div>
      </section>
      <section class="card">
        <h2>Type the code</h2>
        <Form
          action="/account/two-factor/scan"
          csrfToken={page.csrfToken}
          hidden={{ enrolment_id: enrolmentId }}
          class="codes"
        >
          <PasscodeField error={errors.passcode} autofocus={errors.passcode !== undefined} />
          <AuthenticatorNameField
            name={name}
            error={errors.name}
            autofocus={errors.name !== undefined && errors.passcode === undefined}
          />
          <Button>{adding ? 'Add authenticator' : 'Enable Two-factor Authentication'}</Button>
        </Form>
      </section>
    </TaskPage>
  );
}

/** In groups of four, four groups a line. The spaces are real ones, so that what is selected is copied as it looks. */
function SetupKey({ setupKey }: { setupKey: string }) {
  const lines = setupKey.match(/.{1,16}/gu) ?? [];
  return (
    <div class="copyable">
      <code id="setup-key" class="key" aria-labelledby="setup-key-heading" role="group">
        {lines.map((line, index) => (
          <span key={index}>{line.replace(/.{4}/gu, '$& ')}</span>
        ))}
      </code>
      <button class="button secondary" type="button" data-copy={setupKey} hidden>
        Copy setup key
      </button>
    </div>
  );
}
