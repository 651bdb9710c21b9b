const MINUTE = 60_000;
const CAP = 4 * 60 * MINUTE;

/** What it reports. */
export const heartbeat = {
  meta: {
    runtime: { name: 'openclaw', version: '2026.2.26' },
    models: ['openai/gpt-5-codex'],
  },
  host: {
    fingerprint: 'a3f56f330f311a2159f8c101eaf1439a29f1d57f007375d56aa79f304bc4f112',
    name: 'worker-01',
    meta: {
      hostname: 'worker-01',
      ip: '10.0.2.15',
      network: { private_ip: '10.0.2.15', public_ip: '34.222.10.10' },
      os: 'Ubuntu',
      os_version: '24.04',
      arch: 'x86_64',
      cpu: 'Intel Xeon',
      cpu_cores: 8,
      ram_gb: 32,
      disk: { total_bytes: 536870912000, free_bytes: 322122547200 },
      uptime_seconds: 86400,
      runtime: { name: 'codex', version: '2026.02.1' },
    },
  },
  agent: { id: 42, name: 'Jarvis', identity: 'robot' },
};

/**
 * Reports to AgentMC once a minute until it is stopped; later, where something is wrong.
 *
 * @param {AbortSignal} signal
 */
export async function runAgent(signal) {
  let wait = MINUTE;
  while (!signal.aborted) {
    const response = await fetch('https://agentmc.example/api/v1/agents/heartbeat', {
      method: 'POST',
      headers: { 'x-api-key': 'mca_demo', 'content-type': 'application/json' },
      body: JSON.stringify(heartbeat),
      redirect: 'manual',
    }).catch(() => undefined);
    const asked = Number(response?.headers.get('retry-after') ?? 0) * 1000;
    wait = response?.ok ? MINUTE : Math.min(2 * wait, CAP);
    await new Promise((resolve) => setTimeout(resolve, Math.max(wait, asked)));
  }
}
