// A real AT Protocol server (PDS) with its directory (PLC) on loopback: `node start.mjs DIR`.
// Prints one line of JSON with the address and the account when it is ready, and runs until it is ended.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { envToCfg, envToSecrets, PDS, readEnv } from '@atproto/pds';
import plc from '@did-plc/server';
import { startAppView } from './app-view.mjs';

const dir = process.argv[2];
mkdirSync(`${dir}/blobs`, { recursive: true });
const hex = (bytes) => randomBytes(bytes).toString('hex');

const plcPort = await freePort();
await plc.PlcServer.create({ db: plc.Database.mock(), port: plcPort }).start();

const port = await freePort();
const url = `http://localhost:${port}`;
Object.assign(process.env, {
  PDS_PORT: String(port),
  PDS_HOSTNAME: 'localhost',
  PDS_DEV_MODE: 'true',
  PDS_DATA_DIRECTORY: dir,
  PDS_BLOBSTORE_DISK_LOCATION: `${dir}/blobs`,
  PDS_DID_PLC_URL: `http://localhost:${plcPort}`,
  PDS_BSKY_APP_VIEW_URL: await startAppView(url),
  PDS_BSKY_APP_VIEW_DID: 'did:web:localhost',
  PDS_JWT_SECRET: hex(16),
  PDS_ADMIN_PASSWORD: hex(16),
  PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: hex(32),
  PDS_INVITE_REQUIRED: 'false',
  PDS_DISABLE_SSRF_PROTECTION: 'true',
  PDS_SERVICE_HANDLE_DOMAINS: '.test',
  PDS_RATE_LIMITS_ENABLED: 'false',
  LOG_ENABLED: 'false',
});
const env = readEnv();
const pds = await PDS.create(envToCfg(env), envToSecrets(env));
await pds.start();

const identifier = 'herald.test';
const account = await call('createAccount', { handle: identifier, email: 'herald@example.test', password: hex(12) });
const { password } = await call('createAppPassword', { name: 'herald' }, account.accessJwt);
process.stdout.write(`${JSON.stringify({ url, identifier, password })}\n`);

async function call(method, body, token) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${url}/xrpc/com.atproto.server.${method}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
