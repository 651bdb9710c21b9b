import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createMock } from '../src/index.ts';

export const contracts = ['agentmc', 'agentradio'] as const;
export type ContractId = (typeof contracts)[number];

/** One heartbeat, ready to be sent. */
export interface Heartbeat {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How bodies differ: not at all, or each from every other one. */
export const shapes = ['constant', 'different'] as const;
export type Shape = (typeof shapes)[number];

const PATHS: Readonly<Record<ContractId, string>> = {
  agentmc: '/agents/heartbeat',
  agentradio: '/api/heartbeat',
};

const example = (contract: ContractId) =>
  readFileSync(
    new URL(`../fixtures/${contract}/valid/document-example.json`, import.meta.url),
    'utf8',
  ).trim();

const EXAMPLES: Readonly<Record<ContractId, string>> = {
  agentmc: example('agentmc'),
  agentradio: example('agentradio'),
};

/** Keys of AgentMC belong to one agent; the one of the document has its own. */
const DOCUMENT = 'document';

/** The example of the contract's document, as it stands there. */
export function documentExample(contract: ContractId): Heartbeat {
  return heartbeat(contract, DOCUMENT, EXAMPLES[contract]);
}

/**
 * A heartbeat that no other number gives.
 *
 * @param hosts from how many hosts, or agents, they come.
 */
export function differentHeartbeat(contract: ContractId, number: number, hosts: number): Heartbeat {
  const sender = number % hosts;
  if (contract === 'agentradio') {
    const currentTask = `watching queue pressure, ${number}`;
    const body = JSON.parse(EXAMPLES.agentradio) as Record<string, unknown>;
    return heartbeat(contract, sender, JSON.stringify({ ...body, currentTask }, undefined, 2));
  }
  const body = JSON.parse(EXAMPLES.agentmc) as {
    host: { fingerprint: string; name: string; meta: { uptime_seconds: number } };
    agent: { id: number };
  };
  body.host.fingerprint = createHash('sha256').update(String(sender)).digest('hex');
  body.host.name = `worker-${sender}`;
  body.host.meta.uptime_seconds = number;
  body.agent.id = sender + 1;
  return heartbeat(contract, sender, JSON.stringify(body, undefined, 2));
}

/** The same heartbeat without blanks, and with a longer body, valid all the same. @param bytes about how long, at least. */
export function longHeartbeat(bytes: number): Heartbeat {
  const body = JSON.parse(EXAMPLES.agentmc) as { host: { meta: Record<string, unknown> } };
  const disk = { mount: '/var/lib/agents', total_bytes: 536_870_912_000, used: 0.25, ok: true };
  const count = Math.max(
    0,
    Math.floor((bytes - EXAMPLES.agentmc.length) / JSON.stringify(disk).length),
  );
  if (count > 0) body.host.meta['disks'] = Array.from({ length: count }, () => disk);
  return heartbeat('agentmc', DOCUMENT, JSON.stringify(body));
}

function heartbeat(contract: ContractId, sender: number | string, body: string): Heartbeat {
  const key =
    contract === 'agentmc'
      ? { 'x-api-key': `mca_bench_${sender}` }
      : { authorization: `Bearer ar_agent_bench_${sender}` };
  return { path: PATHS[contract], headers: { 'content-type': 'application/json', ...key }, body };
}

/** What the contract has answered to its example, for servers that always say the same. */
export function exampleAnswer(contract: ContractId): string {
  const { path, headers, body } = documentExample(contract);
  const reply = createMock().handle({ method: 'POST', path, headers, body });
  if (reply.status !== 200) throw new Error(`${contract}: the example is refused: ${reply.body}`);
  return reply.body;
}
