// liboath (C, of OATH Toolkit) as a contender: a small program compiled on the spot. Its prototypes are written out,
// so that the library is enough and its header files need not be there.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Contender } from './interleave.ts';

const SOURCE = `
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int oath_init(void);
int oath_totp_generate(const char *secret, size_t secret_length, time_t now, unsigned time_step_size,
                       time_t start_offset, unsigned digits, char *output_otp);
int oath_totp_validate(const char *secret, size_t secret_length, time_t now, unsigned time_step_size,
                       time_t start_offset, size_t window, const char *otp);

int main(int argc, char **argv) {
  const char *secret = "12345678901234567890";
  long count = atol(argv[2]);
  int check = strcmp(argv[1], "check") == 0;
  char otp[16] = "000000";
  struct timespec start, end;
  if (oath_init() != 0) return 1;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
  for (long i = 0; i < count; i++) {
    time_t now = 1750000000 + 30 * i;
    if (check) oath_totp_validate(secret, 20, now, 30, 0, 1, "000000");
    else oath_totp_generate(secret, 20, now, 30, 0, 6, otp);
  }
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
  printf("%lld\\n", (end.tv_sec - start.tv_sec) * 1000000000LL + end.tv_nsec - start.tv_nsec);
  return 0;
}
`;

/** The program's two contenders, or undefined where there is no C compiler or no liboath. */
export function compileLiboath(): { generator: Contender; checker: Contender } | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'));
  const source = path.join(folder, 'liboath.c');
  const program = path.join(folder, 'liboath');
  writeFileSync(source, SOURCE);
  const { status } = spawnSync('gcc', ['-O2', '-o', program, source, '-l:liboath.so.0']);
  if (status !== 0) return undefined;
  const named = (name: string, mode: string): Contender => ({
    name,
    run: (count) => Number(execFileSync(program, [mode, String(count)], { encoding: 'utf8' })),
  });
  return { generator: named('liboath (C)', 'generate'), checker: named('liboath (C)', 'check') };
}
