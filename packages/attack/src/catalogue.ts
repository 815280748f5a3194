/** Every attack that needs no inside knowledge, and the table in SECURITY.md. */
import type { Attack } from './attack.ts';
import { codeAttacks } from './attacks/codes.ts';
import { guessingAttacks } from './attacks/guessing.ts';
import { recoveryAttacks } from './attacks/recovery.ts';
import { sessionAttacks } from './attacks/sessions.ts';
import { setUpAttacks } from './attacks/set-up.ts';

/** The attacks in the order of their numbers. */
export const attacks: readonly Attack[] = [
  ...codeAttacks,
  ...guessingAttacks,
  ...recoveryAttacks,
  ...setUpAttacks,
  ...sessionAttacks,
].toSorted((a, b) => a.number - b.number);

/** The attacks as the Markdown table of SECURITY.md; the verdict is what the service's own tests demand. */
export function formatCatalogue(): string {
  const rows = [
    ['#', 'attack', 'verdict', 'answers'],
    ...attacks.map(({ number, name, answers }) => [String(number), name, 'refused', answers.join(', ')]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
