import { STEP_UP_LIFETIME_MS } from '../../domain/step-up.ts';
import { Button, Field, type FieldErrors, fieldToFocus, Form, UsernameForPasswordManagers } from './form.tsx';
import { type AccountPageProps, backToAccount, TaskPage } from './layout.tsx';
import { type SecondStepField, SecondStepFields } from './second-step-fields.tsx';

/** `/account/step-up`. The form posts `password`, the second step where there is one, and `return_to`. */
export interface StepUpProps extends AccountPageProps {
  twoFactor: boolean;
  /** A path of ours to go to afterwards, checked by the route. */
  returnTo: string;
  errors?: FieldErrors<'password' | SecondStepField>;
}

/** "Confirm it's you": a fresh proof before a sensitive act. */
export function StepUpPage({ twoFactor, returnTo, errors = {}, ...page }: StepUpProps) {
  const focus = fieldToFocus(['password', 'passcode', 'recovery_code'], errors);
  return (
    <TaskPage {...page} title="Confirm it's you" back={backToAccount}>
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
          {twoFactor && <SecondStepFields errors={errors} autofocus={focus !== 'password'} />}
          <Button>Confirm</Button>
        </Form>
      </div>
    </TaskPage>
  );
}
