/**
 * Reports to AgentMC as often as it is told to. Needs nothing but Node, and ends when it is asked to.
 *
 * Usage: node tiny-client.mjs [mode] [base URL] [key]
 */
import { writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';

const { AGENTMC_BASE_URL, AGENTMC_API_KEY, INTERVAL = '100', PID_FILE } = process.env;
const [mode = 'well', url = AGENTMC_BASE_URL, key = AGENTMC_API_KEY] = process.argv.slice(2);
const runtime = { name: 'node', version: process.version };
const body = JSON.stringify({
  meta: { runtime, models: ['example/model-1'] },
  host: {
    fingerprint: 'f'.repeat(64),
    name: 'tiny',
    meta: {
      hostname: 'tiny',
      ip: '10.0.2.15',
      network: { private_ip: '10.0.2.15', public_ip: '192.0.2.10' },
      os: 'Linux',
      os_version: '6',
      arch: 'x64',
      cpu: 'one',
      cpu_cores: 1,
      ram_gb: 1,
      disk: { total_bytes: 2, free_bytes: 1 },
      uptime_seconds: 1,
      runtime,
    },
  },
  agent: { id: 1, name: 'Tiny', identity: 'tiny' },
});

if (mode === 'dies') {
  console.error(`cannot sign in with ${key}`);
  process.exit(7);
}
if (mode === 'crashes') process.kill(process.pid, 'SIGKILL');
if (mode === 'family') {
  // Something that nobody but its group leads to.
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  writeFileSync(PID_FILE, String(child.pid));
}
console.log(JSON.stringify({ says: 'hello', key, folder: process.env.HEARTBEAT_STATE_DIR }));
const type = mode === 'text' ? 'text/plain' : 'application/json';
const report = () =>
  fetch(`${url}/agents/heartbeat`, {
    method: 'POST',
    headers: { 'content-type': type, 'x-api-key': key },
    body,
  })
    .then((response) => response.text())
    .catch((error) => console.error(error.message));
await report();
setInterval(report, Number(INTERVAL));
