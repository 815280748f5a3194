// Measures contenders beside one another. Each round gives every contender the same share of time, in a new order,
// and is compared within itself: what disturbs the machine for a while disturbs all of them. Time is processor time,
// garbage collection included, so that a busy machine does not count against whoever had to wait.

/** One way to do the work. */
export interface Contender {
  name: string;
  /** Does the work `count` times and returns the processor time that took, in nanoseconds. */
  run(count: number): number;
}

/** Work to be repeated; `i` counts the repetitions, and the result is used so that nothing is optimized away. */
export function contender(
  name: string,
  work: (i: number) => string | number | boolean | null | undefined,
): Contender {
  return {
    name,
    run(count) {
      let used = 0;
      const start = process.cpuUsage();
      for (let i = 0; i < count; i++) used += work(i) ? 1 : 0;
      const { user, system } = process.cpuUsage(start);
      if (used < 0) throw new Error('unreachable');
      return (user + system) * 1000;
    },
  };
}

const ROUNDS = 15;
const SLICE_NS = 100e6;

/** Runs all contenders and prints a table: rates, and the first one's rate as a multiple of each other's. */
export function compare(title: string, contenders: readonly Contender[]): void {
  const counts = contenders.map(countPerSlice);
  const rates = contenders.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (let k = 0; k < contenders.length; k++) {
      const i = (k + round) % contenders.length;
      const elapsedNs = contenders[i]!.run(counts[i]!);
      rates[i]!.push(counts[i]! / elapsedNs);
    }
  }
  console.log(
    `\n${title}: median of ${ROUNDS} interleaved rounds [smallest, largest], per second of processor time`,
  );
  contenders.forEach(({ name }, i) => {
    const perSecond = spread(rates[i]!.map((rate) => rate * 1e3));
    const ratio = spread(rates[i]!.map((rate, round) => rates[0]![round]! / rate));
    console.log(
      `  ${name.padEnd(44)} ${perSecond} M/s   ${i === 0 ? '' : `first is ${ratio} times as fast`}`,
    );
  });
}

/** How often to repeat the work in one slice; the run that finds it out also warms the contender up. */
function countPerSlice({ run }: Contender): number {
  let count = 1000;
  let elapsedNs = run(count);
  for (; elapsedNs < SLICE_NS; elapsedNs = run(count)) count *= 2;
  return Math.ceil((count * SLICE_NS) / elapsedNs);
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const text = (value: number) => value.toFixed(value < 10 ? 2 : 1);
  return `${text(sorted[sorted.length >> 1]!)} [${text(sorted[0]!)}, ${text(sorted.at(-1)!)}]`;
}
