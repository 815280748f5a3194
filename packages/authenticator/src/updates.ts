// The service worker seen from the page: installing it, and telling the person when a newer version waits.

export interface AppUpdates {
  isReady(): boolean;
  subscribe(listener: () => void): () => void;
  /** Switches to the version that waits, and loads it. */
  apply(): void;
}

const lookAgainEveryMs = 60 * 60 * 1000;

/** Installs the service worker and watches for newer versions, at the start and each hour the app is looked at. */
export function watchForUpdates(): AppUpdates {
  const listeners = new Set<() => void>();
  let waiting: ServiceWorker | undefined;
  let lookedAtMs = Date.now();

  function found(worker: ServiceWorker): void {
    waiting = worker;
    for (const listener of listeners) listener();
  }

  function watch(registration: ServiceWorkerRegistration): void {
    if (registration.waiting) found(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const installing = registration.installing;
      installing?.addEventListener('statechange', () => {
        // Without a controller it is the first installation, and there is nothing to update.
        if (installing.state === 'installed' && navigator.serviceWorker.controller) found(installing);
      });
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' || Date.now() - lookedAtMs < lookAgainEveryMs) return;
      lookedAtMs = Date.now();
      void registration.update().catch(() => undefined); // offline
    });
  }

  async function install(): Promise<void> {
    watch(
      await navigator.serviceWorker.register('/service-worker.js', {
        type: 'module',
        updateViaCache: 'none',
      }),
    );
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage('cache-deferred');
  }

  // Without a service worker (some private windows) the app works as long as the server does.
  if ('serviceWorker' in navigator) void install().catch(() => undefined);

  return {
    isReady: () => waiting !== undefined,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    apply() {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting?.postMessage('skip-waiting');
    },
  };
}
