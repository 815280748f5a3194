/** What an API token may do. A request asks for one scope; `global` grants every one. */
import { InvalidValueError } from './errors.ts';

/** The scopes, each one enforced by the API. `global` is what a command line that was logged in gets. */
export const API_SCOPES = ['account:read', 'sessions:read', 'tokens:read', 'tokens:write', 'global'] as const;

/** One scope. */
export type ApiScope = (typeof API_SCOPES)[number];

/**
 * Accepts a list of scopes: known ones, at least one. Returned in the order of `API_SCOPES`, each once, joined by spaces.
 * @throws InvalidValueError
 */
export function parseScopes(given: readonly string[]): string {
  const unknown = given.find((scope) => !API_SCOPES.some((known) => known === scope));
  if (unknown !== undefined || given.length === 0) {
    throw new InvalidValueError('scope', `Choose scopes among ${API_SCOPES.join(', ')}.`);
  }
  return API_SCOPES.filter((scope) => given.includes(scope)).join(' ');
}

/** Scopes as a list. */
export function listScopes(scopes: string): ApiScope[] {
  return API_SCOPES.filter((scope) => scopes.split(' ').includes(scope));
}

/** Whether `scopes` grant what `scope` stands for. */
export function grants(scopes: string, scope: ApiScope): boolean {
  const held = listScopes(scopes);
  return held.includes('global') || held.includes(scope);
}

/** Whether who holds `held` may hand `scopes` out: nobody gives what they do not have. */
export function isWithin(scopes: string, held: string): boolean {
  return listScopes(scopes).every((scope) => grants(held, scope));
}
