// Makes the app work without a network. What is built is cached as a whole, one cache a version, and a newer version
// waits until the person reloads. It never touches the entries: they live in IndexedDB, which it does not open.

/** What build.mjs writes in: the version, and the files of it. */
declare const __BUILD__: {
  /** A digest of all files. */
  version: string;
  /** Paths that the app needs to start. */
  files: string[];
  /** Paths that it can start without, and needs later: the scanner's WebAssembly. */
  deferredFiles: string[];
};

const worker = self as unknown as ServiceWorkerGlobalScope;
const cachePrefix = 'countersign-app-';
const cacheName = cachePrefix + __BUILD__.version;
const shell = '/index.html';

/** Pages and interfaces of the server: the app has no say in them. */
const serverPaths = /^\/(relay|verify-email|healthz|readyz|metrics)(\/|$)/;

worker.addEventListener('install', (event) => event.waitUntil(addToCache(__BUILD__.files)));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));

worker.addEventListener('message', (event) => {
  if (event.data === 'skip-waiting') event.waitUntil(worker.skipWaiting());
  if (event.data === 'cache-deferred') event.waitUntil(addToCache(__BUILD__.deferredFiles));
});

worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const isOurs = url.origin === worker.location.origin && !serverPaths.test(url.pathname);
  if (!isOurs || event.request.method !== 'GET') return;
  if (event.request.mode === 'navigate') event.respondWith(fromCache(shell, event.request));
  else event.respondWith(fromCache(url.pathname, event.request));
});

/** Adds what is not there yet; files of unchanged content are taken from the version before. */
async function addToCache(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(cacheName);
  await Promise.all(
    paths.map(async (path) => {
      if (await cache.match(path)) return;
      // The name of an asset is a digest of its content, so any version's copy will do.
      const known = path.startsWith('/assets/') ? await caches.match(path) : undefined;
      const response = known ?? (await fetch(path, { cache: 'no-cache' }));
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      await cache.put(path, response);
    }),
  );
}

async function takeOver(): Promise<void> {
  await Promise.all(__BUILD__.deferredFiles.map(carryOver));
  const names = await caches.keys();
  const outdated = names.filter((name) => name.startsWith(cachePrefix) && name !== cacheName);
  await Promise.all(outdated.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** Keeps a file of the version before, so that an update made just before a flight leaves nothing to be fetched. */
async function carryOver(path: string): Promise<void> {
  const known = await caches.match(path);
  if (known) await (await caches.open(cacheName)).put(path, known);
}

async function fromCache(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(path)) ?? fetch(request);
}
