/** The one function of the platforms of tests, as the source of its bundle. */

/** Refuses what did not come through the platform. Answers about itself, streams a body back, takes no more connections, and asks the test what to answer to an event. */
export const fakeFunction = `
import { createServer, request } from 'node:http';
let now = 0, most = 0, told = false;
if (process.env.CRASH) { console.error('Error: ' + process.env.CRASH); process.exit(3); }
const server = createServer((incoming, response) => {
  const url = new URL(incoming.url, 'http://x');
  if (incoming.headers['x-marea-platform'] !== process.env.PLATFORM_TOKEN) return response.writeHead(403).end();
  if (url.pathname === '/metrics') return response.end('pod_up 1');
  if (url.pathname === '/health') return response.end('ok');
  most = Math.max(most, ++now);
  response.on('close', () => now--);
  if (url.pathname === '/who') {
    const { K_REVISION: revision, K_SINK: sink, GREETING: greeting, KUBE_TOKEN_FILE: token } = process.env;
    const who = { revision, pid: process.pid, most, sink, greeting, token, path: incoming.url, prefix: incoming.headers['x-forwarded-prefix'], from: incoming.headers['x-forwarded-for'] };
    return void setTimeout(() => response.end(JSON.stringify({ ...who, told })), Number(url.searchParams.get('ms') ?? 0));
  }
  if (url.pathname === '/early') return void incoming.once('data', () => { incoming.pause(); response.writeHead(413).end(); });
  if (url.pathname === '/echo') return void incoming.pipe(response);
  if (url.pathname === '/deaf') {
    server.close();
    response.on('close', () => server.closeIdleConnections());
    return response.writeHead(200, { connection: 'close' }).end(JSON.stringify({ pid: process.pid }));
  }
  if (url.pathname === '/die') process.kill(process.pid, 'SIGKILL');
  const asked = request(process.env.TEST_URL, { method: 'POST', headers: { ...incoming.headers, 'x-revision': process.env.K_REVISION } }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => response.destroy());
  incoming.pipe(asked);
});
server.listen(Number(process.env.PORT), process.env.HOST);
const end = () => { server.close(() => process.exit(0)); server.closeIdleConnections(); };
process.on('SIGTERM', () => { told = true; end(); });
process.stdin.on('end', end).resume();
`;
