// What the pages work with, put together once in main.tsx.
import { createContext } from 'preact';
import { useContext, useLayoutEffect, useState } from 'preact/hooks';
import type { Device } from './relay/device.ts';
import type { Registration } from './relay/registration.ts';
import type { AppUpdates } from './updates.ts';
import type { LocalStore, Snapshot } from './vault/local-store.ts';

export interface Services {
  store: LocalStore;
  device: Device;
  updates: AppUpdates;
}

const ServicesContext = createContext<Services | undefined>(undefined);

export const ServicesProvider = ServicesContext.Provider;

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error('A page was rendered outside ServicesProvider');
  return services;
}

/** The entries; renders again when they change. */
export function useEntries(): Snapshot {
  const { store } = useServices();
  return useLatest(store.snapshot, store.subscribe);
}

/** The registration; renders again when it changes. */
export function useRegistration(): Registration {
  const { device } = useServices();
  return useLatest(device.registration, device.subscribe);
}

/** Whether a newer version of the app waits; renders again when one arrives. */
export function useUpdateReady(): boolean {
  const { updates } = useServices();
  return useLatest(updates.isReady, updates.subscribe);
}

function useLatest<Value>(read: () => Value, subscribe: (listener: () => void) => () => void): Value {
  const [value, setValue] = useState(read);
  useLayoutEffect(() => {
    const follow = () => setValue(() => read());
    follow(); // what changed between rendering and subscribing
    return subscribe(follow);
  }, [read, subscribe]);
  return value;
}
