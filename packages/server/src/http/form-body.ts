/** Reading a posted form: our own, whole, each field once (attack 9, 27). */
import type { AccountContext } from './context.ts';

const MAX_FIELD_CHARACTERS = 2048;
/** A security key's answer: a credential id alone may take 1364 characters (WebAuthn §4), and RSA keys are long. */
const MAX_ANSWER_CHARACTERS = 8192;

/** A form that is not one of ours: answered with its status and no more. */
export class BadFormError extends Error {
  override readonly name = 'BadFormError';
  readonly status: 400 | 403 | 413 | 415;
  constructor(status: 400 | 403 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

/** For `bodyLimit`. @throws BadFormError */
export function refuseTooLarge(): never {
  throw new BadFormError(413, 'the body is too large');
}

/**
 * The fields of a posted form. A missing field reads as empty, and the rules say what to do about that; a field sent
 * twice, an unknown one, or one too long is nothing that our pages send.
 * @throws BadFormError
 */
export async function readForm<Name extends string>(
  c: AccountContext,
  names: readonly Name[],
): Promise<Record<Name, string>> {
  const body = await parseForm(c, (name) => names.includes(name as Name));
  const fields = {} as Record<Name, string>;
  for (const name of names) fields[name] = boundedField(body.get(name) ?? '', name);
  return fields;
}

/**
 * The boxes ticked in a form that has nothing else: what follows the prefix in their names.
 * @throws BadFormError
 */
export async function readTicked(c: AccountContext, prefix: string): Promise<string[]> {
  const body = await parseForm(c, (name) => name.startsWith(prefix));
  return [...body.keys()]
    .filter((name) => name.startsWith(prefix))
    .map((name) => boundedField(name.slice(prefix.length), name));
}

async function parseForm(c: AccountContext, isKnown: (name: string) => boolean): Promise<URLSearchParams> {
  const contentType = c.req.header('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType)) {
    throw new BadFormError(415, 'a form must be application/x-www-form-urlencoded');
  }
  const body = new URLSearchParams(await c.req.text());
  const given = [...body.keys()];
  if (new Set(given).size !== given.length) throw new BadFormError(400, 'a field was sent twice');
  const token = body.get('csrf_token') ?? '';
  if (!c.var.parts.formTokens.check(c.var.browserToken, token))
    throw new BadFormError(403, 'the form token is wrong');
  if (given.some((name) => name !== 'csrf_token' && !isKnown(name))) {
    throw new BadFormError(400, 'an unknown field was sent');
  }
  return body;
}

function boundedField(value: string, name: string): string {
  const maxCharacters = name === 'security_key' ? MAX_ANSWER_CHARACTERS : MAX_FIELD_CHARACTERS;
  if (value.length > maxCharacters) throw new BadFormError(400, 'a field is too long');
  return value;
}
