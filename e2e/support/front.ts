/** A server in front of the authenticator's: what stands between an app and its newer version, or its server at all. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A front on a port of its own. */
export interface Front {
  url: string;
  /** From now on, passes files on as this makes them. */
  change(edit: (path: string, text: string) => string): void;
  /** No request is answered any more. */
  stop(): Promise<void>;
}

/** Starts a front that passes on what the server at `origin` answers to GET. */
export async function startFront(origin: string): Promise<Front> {
  let edit = (_path: string, text: string): string => text;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    fetch(origin + path, { headers: { 'accept-encoding': 'identity' } }).then(
      async (answer) => {
        const type = answer.headers.get('content-type') ?? '';
        const body = /text|javascript|json/.test(type)
          ? edit(path, await answer.text())
          : Buffer.from(await answer.arrayBuffer());
        const kept = ['content-type', 'content-security-policy', 'cache-control'];
        const headers = kept.map((name) => [name, answer.headers.get(name) ?? ''] as const);
        response.writeHead(answer.status, Object.fromEntries(headers)).end(body);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    change: (next) => (edit = next),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
