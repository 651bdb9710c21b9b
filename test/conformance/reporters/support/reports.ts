import * as brokenAgentmc from '../../../../fixtures/broken/servers/agentmc.ts';
import * as brokenAgentradio from '../../../../fixtures/broken/servers/agentradio.ts';
import { clients } from '../../../../fixtures/broken/clients/agentradio.ts';
import { AgentmcClient } from '../../../../fixtures/clients/agentmc.ts';
import { AgentradioClient } from '../../../../fixtures/clients/agentradio.ts';
import { applyBaseline, placesOf } from '../../../../src/conformance/baseline/apply.ts';
import { requireCoverage } from '../../../../src/conformance/minimum-coverage.ts';
import type { Report } from '../../../../src/conformance/report/verdict.ts';
import type { Clock } from '../../../../src/index.ts';
import {
  checkClient,
  type CheckClientInProcess,
  type ClientFunction,
} from '../../../../src/index.ts';
import { checkInProcess, virtualClock } from '../../support/in-process.ts';

const START = Date.UTC(2026, 5, 1, 9);

/** Runs of both kinds, good and bad, by what came of them; each is made once, when it is asked for. */
export const RUNS: Readonly<Record<string, () => Promise<Report>>> = once({
  'a server that passes': () => checkInProcess('agentmc'),
  'a server that fails': () => broken('agentmc', ['host-by-name', 'fields-as-list', 'ids-as-text']),
  'a server that fails lightly': () => broken('agentradio', ['limit-retry-after-words']),
  'a server that accepts nothing': () =>
    checkInProcess('agentradio', () => () => ({
      status: 502,
      headers: { 'content-type': 'text/html' },
      body: '<html><title>Bad gateway</title>',
    })),
  'a server that cannot be reached': () =>
    checkInProcess('agentmc', undefined, {
      target: {
        url: 'http://server.test',
        send: async () => ({ failure: { kind: 'refused', what: 'nothing listens there' } }),
        close() {},
      },
    }),
  'a server, interrupted': () => interrupted(),
  'a server, weighed by a baseline and by coverage': async () =>
    weighed(await RUNS['a server that fails']!()),
  'a client that passes': () =>
    check('agentmc', (environment) =>
      new AgentmcClient({ ...environment, baseUrl: `${environment.baseUrl}/api/v1` }).run(),
    ),
  'a client that fails': () => check('agentradio', clientNamed('ignores-retry-after')),
  'a client that hammers': () => check('agentradio', clientNamed('hammers')),
  'a client that does nothing': () => check('agentradio', async () => {}),
  'a client that dies': () =>
    check('agentmc', async () => {
      throw new Error('no configuration');
    }),
  'a client, interrupted': () => {
    const controller = new AbortController();
    const correct: ClientFunction = (environment) =>
      new AgentradioClient(environment, 'on_shift').run();
    return check('agentradio', correct, {
      signal: controller.signal,
      onProgress: ({ done }) => done > 3 && controller.abort(),
    });
  },
  'a client, weighed by a baseline and by coverage': async () =>
    weighed(await RUNS['a client that fails']!()),
});

function once(
  makers: Readonly<Record<string, () => Promise<Report>>>,
): Record<string, () => Promise<Report>> {
  const made = new Map<string, Promise<Report>>();
  const entries = Object.entries(makers).map(([name, make]) => {
    const get = () => {
      const report = made.get(name) ?? make();
      made.set(name, report);
      return report;
    };
    return [name, get] as const;
  });
  return Object.fromEntries(entries);
}

function check(
  contract: string,
  client: ClientFunction,
  options: Partial<CheckClientInProcess> = {},
): Promise<Report> {
  const state = contract === 'agentradio' ? 'on_shift' : undefined;
  const clock = virtualClock('2026-06-01T09:00:00Z');
  return checkClient({ contract, state, client, start: START, clock, ...options });
}

function clientNamed(name: string): ClientFunction {
  const found = clients.find((one) => one.name === name);
  if (!found) throw new Error(`there is no client ${name}`);
  return found.client;
}

/** A server that is broken in several ways at once. */
function broken(contract: 'agentmc' | 'agentradio', names: readonly string[]): Promise<Report> {
  const all = contract === 'agentmc' ? brokenAgentmc.broken : brokenAgentradio.broken;
  const servers = names.map((name) => {
    const found = all.find((one) => one.name === name);
    if (!found) throw new Error(`there is no server ${name}`);
    return found;
  });
  const options = Object.assign({}, ...servers.map((one) => one.options ?? {})) as object;
  return checkInProcess(
    contract,
    (handle, clock: Clock) => servers.reduce((inner, { change }) => change(inner, clock), handle),
    options,
  );
}

function interrupted(): Promise<Report> {
  const controller = new AbortController();
  let count = 0;
  return checkInProcess(
    'agentmc',
    (handle) => (request) => {
      count += 1;
      if (count > 20) controller.abort();
      return handle(request);
    },
    { signal: controller.signal },
  );
}

/** With one failure that is known, another entry that is out of date, and too little coverage. */
function weighed(report: Report): Report {
  const known = report.requirements.find(({ verdict }) => verdict === 'fail');
  const passed = report.requirements.find(({ verdict }) => verdict === 'pass');
  if (!known || !passed) throw new Error('nothing fails, or nothing passes');
  const reason = 'Waits for the new gateway.';
  const baseline = {
    name: 'known.yaml',
    text: '',
    isEmpty: false,
    entries: [
      {
        requirement: known.id,
        scenarios: placesOf(known).flatMap(({ scenario }) => scenario ?? []),
        reason,
        link: 'https://issues.example/7',
        expires: '2099-01-31',
        flaky: true,
        line: 2,
        isChecked: true,
      },
      { requirement: passed.id, reason, line: 8, isChecked: true },
    ],
  };
  const all = applyBaseline(report, baseline, Date.parse(report.startedAt), (text) => text);
  return requireCoverage(all, { statuses: 100 });
}
