import type { SecondStepField } from '../../domain/errors.ts';
import type { SecondStepWays } from '../../domain/second-step.ts';
import { STEP_UP_LIFETIME_MS } from '../../domain/step-up.ts';
import { Button, Field, type FieldErrors, fieldToFocus, Form, UsernameForPasswordManagers } from './form.tsx';
import { type AccountPageProps, backToAccount, TaskPage } from './layout.tsx';
import { SecondStepFields } from './second-step-fields.tsx';
import { securityKeyScript } from './security-key-button.tsx';

/** `/account/step-up`. The form posts `password`, the second step where there is one, and `return_to`. */
export interface StepUpProps extends AccountPageProps {
  /** How the second step is passed; undefined without one. */
  ways: SecondStepWays | undefined;
  /** A path of ours to go to afterwards, checked by the route. */
  returnTo: string;
  errors?: FieldErrors<'password' | SecondStepField>;
}

/** "Confirm it's you": a fresh proof before a sensitive act. */
export function StepUpPage({ ways, returnTo, errors = {}, ...page }: StepUpProps) {
  const scripts = ways?.securityKeyOptions === undefined ? [] : [securityKeyScript];
  const focus = fieldToFocus(['password', 'passcode', 'recovery_code'], errors);
  return (
    <TaskPage {...page} title="Confirm it's you" back={backToAccount} scripts={scripts}>
      <div class="card">
        <p>
          What comes next could lock you out or let somebody in, so we ask again. The answer is good for{' '}
          {STEP_UP_LIFETIME_MS / 60_000} minutes.
        </p>
        <Form
          action="/account/step-up"
          csrfToken={page.csrfToken}
          hidden={{ return_to: returnTo }}
          class="codes"
        >
          <UsernameForPasswordManagers email={page.email} />
          <Field
            name="password"
            label="Password"
            type="password"
            error={errors.password}
            autofocus={focus === 'password'}
            autocomplete="current-password"
            required
          />
          {ways === undefined ? (
            <Button>Confirm</Button>
          ) : (
            <SecondStepFields ways={ways} errors={errors} autofocus={focus !== 'password'} action="Confirm" />
          )}
        </Form>
      </div>
    </TaskPage>
  );
}
