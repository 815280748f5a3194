/** From a request to a page: the props that every page has, and the page as an answer. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { VNode } from 'preact';
import { CountersignError, type SecondStepField } from '../../domain/errors.ts';
import type { SecondStepProof } from '../../domain/second-step.ts';
import type { LiveSession } from '../../domain/step-up.ts';
import { portsOf, type AccountContext } from '../context.ts';
import type { FieldErrors } from '../pages/form.tsx';
import { renderPage, type AccountPageProps, type PageProps } from '../pages/layout.tsx';

/** What every page needs. */
export function pageProps(c: AccountContext): PageProps {
  const { parts, browserToken } = c.var;
  return { serviceName: parts.ports.settings.issuer, csrfToken: parts.formTokens.make(browserToken) };
}

/** What every page of a logged-in person needs. */
export function accountPageProps(c: AccountContext, live: LiveSession): AccountPageProps {
  return { ...pageProps(c), email: live.account.email, nowMs: portsOf(c).clock.nowMs() };
}

/** Answers with a page. */
export function show(
  c: AccountContext,
  page: VNode,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  return c.html(renderPage(page), status);
}

/**
 * The refusal as errors next to the fields of a page, when it is about one of them; any other failure is thrown on.
 */
export function fieldErrorsOf<Name extends string>(
  error: unknown,
  names: readonly Name[],
): FieldErrors<Name> {
  if (!(error instanceof CountersignError)) throw error;
  const name = names.find((known) => known === error.field);
  if (name === undefined) throw error;
  return { [name]: error.message } as FieldErrors<Name>;
}

/** One of the values a query parameter may have; undefined for anything else. */
export function oneOf<Value extends string>(
  text: string | undefined,
  values: readonly Value[],
): Value | undefined {
  return values.find((value) => value === text);
}

/** The second step as a form carries it: a security key's answer, else a recovery code, else the passcode. */
export function secondStepOf(form: Record<SecondStepField, string>): SecondStepProof | undefined {
  if (form.security_key !== '') return { securityKey: form.security_key };
  if (form.recovery_code !== '') return { recoveryCode: form.recovery_code };
  return form.passcode === '' ? undefined : { passcode: form.passcode };
}
