/** Health, for whoever runs the service: alive, and ready to serve. */
import { Hono } from 'hono';
import type { Ports } from '../domain/ports.ts';

/** `/healthz`: the process answers. `/readyz`: so does the database. */
export function healthRoutes(ports: Ports): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.text('ok\n'));
  app.get('/readyz', async (c) => {
    try {
      await ports.store.ping();
      return c.text('ready\n');
    } catch {
      return c.text('the database does not answer\n', 503);
    }
  });
  return app;
}
