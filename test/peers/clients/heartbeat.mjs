/**
 * Reports to AgentMC and AgentRadio with the fetch of Node. Prints each answer's status and ends
 * with 1 at the first that is not what it should be.
 *
 * Usage: AGENTMC_BASE_URL=… AGENTRADIO_BASE_URL=… node heartbeat.mjs [beats]
 */
import assert from 'node:assert/strict';
import { hostname } from 'node:os';

const {
  AGENTMC_BASE_URL,
  AGENTRADIO_BASE_URL,
  AGENTMC_API_KEY = 'mca_node',
  AGENTRADIO_API_KEY = 'ar_agent_node',
} = process.env;
const beats = Number(process.argv[2] ?? 3);

const runtime = { name: 'node', version: process.version };
const report = {
  meta: { runtime, models: ['example/model-1'] },
  host: {
    fingerprint: 'b7a5f3e1d6d1e8b0c4f2a9d7e5b3c1a0f8e6d4c2b0a9f7e5d3c1b8a6f4e2d0c9',
    name: hostname(),
    meta: {
      hostname: hostname(),
      ip: '10.0.2.16',
      network: { private_ip: '10.0.2.16', public_ip: '2001:db8::16' },
      os: 'Linux',
      os_version: '6.1',
      arch: process.arch,
      cpu: { model: 'Xeon', sockets: 1 },
      cpu_cores: 2,
      ram_gb: 4,
      disk: { total_bytes: 64e9, free_bytes: 32e9 },
      uptime_seconds: 3600,
      runtime,
    },
  },
  agent: { id: 2, name: 'Node', identity: { name: 'Node', vibe: 'żwawy 🦞' } },
};
const presence = { status: 'busy', currentTask: 'running a script 🦞', queueAwareness: true };

/** Makes a request whose answer must have the status. */
async function call(want, url, headers, body) {
  const response = await fetch(url, {
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  console.log(url, response.status);
  assert.equal(response.status, want, JSON.stringify(answer));
  return { answer, retryAfter: Number(response.headers.get('retry-after')) };
}

const beatAgentmc = (want, key) =>
  call(want, `${AGENTMC_BASE_URL}/agents/heartbeat`, { 'x-api-key': key }, report);
const beatAgentradio = (want, key) =>
  call(want, `${AGENTRADIO_BASE_URL}/api/heartbeat`, { authorization: `Bearer ${key}` }, presence);

const hosts = new Set();
for (let beat = 1; beat <= beats; beat++) {
  const { answer } = await beatAgentmc(200, AGENTMC_API_KEY);
  assert.equal(answer.host.status, 'online');
  hosts.add(answer.host.id);
  const home = await call(200, `${AGENTRADIO_BASE_URL}/api/v1/home`, {
    authorization: `Bearer ${AGENTRADIO_API_KEY}`,
  });
  assert.ok(Array.isArray(home.answer.actions));
  // The dashboard names the place to report to; it is the one this client knows.
  assert.equal(home.answer.quick_links.heartbeat, `${AGENTRADIO_BASE_URL}/api/heartbeat`);
  const { answer: present } = await beatAgentradio(200, AGENTRADIO_API_KEY);
  assert.equal(present.currentTask, presence.currentTask);
  assert.equal(typeof present.station, 'object');
}
assert.equal(hosts.size, 1, 'one fingerprint is one host');

await beatAgentmc(200, `${AGENTMC_API_KEY}_ratelimited`);
assert.ok((await beatAgentmc(429, `${AGENTMC_API_KEY}_ratelimited`)).retryAfter > 0);
await beatAgentradio(200, `${AGENTRADIO_API_KEY}_ratelimited`);
const limited = await beatAgentradio(429, `${AGENTRADIO_API_KEY}_ratelimited`);
assert.ok(limited.retryAfter > 0);
assert.equal(limited.answer.error.code, 'RATE_LIMITED');

await beatAgentmc(401, `${AGENTMC_API_KEY}_invalid`);
const unknown = await beatAgentradio(401, `${AGENTRADIO_API_KEY}_invalid`);
assert.equal(unknown.answer.error.code, 'INVALID_API_KEY');
