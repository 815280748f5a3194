/** Reading a JSON body: an object of a known shape, or a refusal that names the field. */
import type { Context } from 'hono';
import type { z } from 'zod';

/** The body is not what this address takes. */
export class BadBodyError extends Error {
  override readonly name = 'BadBodyError';
}

/**
 * Reads the body; an empty one is an empty object.
 * @throws BadBodyError
 */
export async function readJson<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(parseJson(await c.req.text()));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new BadBodyError(
    field === '' ? 'Send a JSON object.' : `${field}: ${issue?.message ?? 'bad value'}.`,
  );
}

function parseJson(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new BadBodyError('The body is not JSON.');
  }
}
