import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { subscribeClock } from './clock.ts';

/** Renders again when what `read` reads from the clock has changed, and returns it. */
export function useClock<Value extends string | number | undefined>(read: () => Value): Value {
  const [, setTick] = useState(0);
  const value = read();
  const latest = useRef({ read, value });
  latest.current = { read, value };
  useLayoutEffect(() => {
    return subscribeClock(() => {
      if (latest.current.read() !== latest.current.value) setTick((tick) => tick + 1);
    });
  }, []);
  return value;
}
