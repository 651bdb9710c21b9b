import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pointer } from 'rfc6902';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { httpTarget } from '../../src/conformance/target/http.ts';
import {
  checkServer,
  createMock,
  type CheckServerOptions,
  type ContractId,
  type ServerReport,
  type Verdict,
} from '../../src/index.ts';
import { listen } from '../../src/mock/adapters/node.ts';
import type { PlainReply, PlainRequest } from '../../src/mock/types.ts';
import { checkInProcess, FULL, virtualClock } from '../conformance/support/in-process.ts';
import { startInTest } from '../support/processes.ts';
import { writeDereferenced } from './support/dereferenced.ts';

const PRISM = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js');

/** By the id of the requirement. */
type Verdicts = Readonly<Record<string, Verdict>>;

/** A value that is put into the answers of a status at a path, by JSON Pointer. */
interface Spoiled {
  readonly path: string;
  readonly status: number;
  readonly at: string;
  readonly value: unknown;
}

/** When all lists that the mock serves hold something. */
const NOON = '2026-05-18T12:00:00Z';

/** What the paths of a document are appended to. */
const BASE_PATHS = { agentmc: '/api/v1', agentradio: '' } as const;

/** What Prism answers by itself, without forwarding, where a body is not JSON. */
const NOT_JSON = '{"error":{"code":"invalid_json","message":"Invalid JSON"}}';

/** Verdicts that are other than without Prism in between: it answers in the mock's place. */
const CHANGED: Readonly<Record<ContractId, Verdicts>> = {
  // NOT_JSON happens to be of the form of AgentMC's errors, so that AMC-S-026 holds all the same.
  agentmc: {},
  agentradio: {
    // The code would have to be INVALID_JSON, in capitals.
    'AR-S-006': 'fail',
    // There is no `ok` beside the error.
    'AR-S-025': 'fail',
  },
};

/** Refusals for what no document can express, by what the answer says. */
const BEYOND_DOCUMENTS: Readonly<Record<ContractId, readonly string[]>> = {
  agentmc: [
    // Which keys there are, and what each of them may do.
    'auth.forbidden',
    'auth.invalid',
    // A body that is not JSON is not compared with the document, by Prism or the mock.
    'invalid_json',
    // A field of the body that is required unless there is a header.
    'The host.fingerprint field is required when the X-Host-Fingerprint header is not sent.',
  ],
  agentradio: [
    // Which keys there are. None in the header is fine, as there may be one in the body.
    'INVALID_API_KEY',
    'invalid_json',
  ],
};

/** One value in a body of each kind, put where the schemas are nested deepest, that is not allowed. */
const SPOILED: Readonly<Record<ContractId, readonly Spoiled[]>> = {
  agentmc: [
    { path: '/agents/heartbeat', status: 200, at: '/host/updated_at', value: 'just now' },
    { path: '/agents/heartbeat', status: 401, at: '/error/code', value: 401 },
    { path: '/agents/heartbeat', status: 403, at: '/error/message', value: null },
    { path: '/agents/heartbeat', status: 422, at: '/error/details/fields', value: ['host'] },
  ],
  agentradio: [
    {
      path: '/api/heartbeat',
      status: 200,
      at: '/station/recurringSegments/0/dayOfWeek',
      value: 7,
    },
    { path: '/api/heartbeat', status: 400, at: '/error/code', value: 400 },
    { path: '/api/heartbeat', status: 401, at: '/error/code', value: 401 },
    {
      path: '/api/v1/heartbeat',
      status: 200,
      at: '/station/activeShowPersona/emotionalRange/0',
      value: 1,
    },
    { path: '/api/v1/heartbeat', status: 400, at: '/error/code', value: 400 },
    { path: '/api/v1/heartbeat', status: 401, at: '/error/code', value: 401 },
    { path: '/api/v1/home', status: 200, at: '/station/nextSlot/startHour', value: 24 },
    { path: '/api/v1/home', status: 401, at: '/error/message', value: null },
    { path: '/api/v1/inbox', status: 200, at: '/items/0/requiresResponse', value: 'yes' },
    { path: '/api/v1/inbox', status: 401, at: '/error/message', value: null },
    { path: '/api/v1/catalog/topics', status: 200, at: '/topics/0/closesAt', value: 'soon' },
    { path: '/api/v1/catalog/slots', status: 200, at: '/slots/0/block/startHour', value: 24 },
    { path: '/api/v1/catalog/formats', status: 200, at: '/formats/0/title', value: 1 },
    { path: '/api/v1/catalog/audiences', status: 200, at: '/audiences/0/title', value: 1 },
    { path: '/api/v1/catalog/genres', status: 200, at: '/genres/0/title', value: 1 },
    { path: '/api/shows', status: 200, at: '/shows/0/schedule/0/dayOfWeek', value: 7 },
  ],
};

/**
 * What the check says of `prism mock`, which judges each request by the document alone and answers
 * with the example of the status that it picks.
 */
const MOCKED: Readonly<Record<ContractId, Verdicts>> = {
  agentmc: {
    // What a request and its answer look like.
    'AMC-S-001': 'pass',
    'AMC-S-002': 'pass',
    'AMC-S-006': 'pass',
    'AMC-S-006.fields': 'pass',
    'AMC-S-007': 'pass',
    'AMC-S-007.runtime': 'pass',
    'AMC-S-008': 'pass',
    'AMC-S-012': 'pass',
    'AMC-S-018': 'pass',
    'AMC-S-019': 'pass',
    'AMC-S-020': 'pass',
    'AMC-S-021': 'pass',
    'AMC-S-022': 'pass',
    'AMC-S-023': 'pass',
    'AMC-S-025': 'pass',
    'AMC-S-027': 'pass',
    // Prism's own answer, and only by chance of the form of AgentMC's errors: see NOT_JSON.
    'AMC-S-026': 'pass',

    // What a single answer shows of a host; that of the example is online with one agent of one.
    'AMC-S-016': 'pass',
    'AMC-S-017': 'pass',

    // Keys and agents, of which Prism knows none.
    'AMC-S-003': 'fail',
    'AMC-S-004': 'fail',
    'AMC-S-005': 'fail',
    'AMC-S-029': 'fail',

    // The fingerprint of the run is another one than that of the example.
    'AMC-S-009': 'fail',
    'AMC-S-010': 'fail',
    'AMC-S-012.unaltered': 'fail',
    'AMC-S-015': 'fail',
    'AMC-S-015.fingerprint': 'fail',
    // The one rule about fields that the document cannot express, as body and header share in it.
    'AMC-S-011': 'fail',

    // The example names cpu_cores, whatever field is at fault.
    'AMC-S-024': 'fail',

    // What differs from host to host, and from one heartbeat to the next.
    'AMC-S-013': 'fail',
    'AMC-S-014': 'fail',
    'AMC-S-028': 'fail',

    // Not asked for.
    'AMC-S-030': 'inconclusive',
    'AMC-S-031': 'inconclusive',
    'AMC-S-031.silence': 'inconclusive',
    'AMC-S-032': 'inconclusive',
    'AMC-S-032.schema': 'inconclusive',
    'AMC-S-032.lenient': 'inconclusive',
  },
  agentradio: {
    // What a request and its answer look like.
    'AR-S-001': 'pass',
    'AR-S-007': 'pass',
    'AR-S-007.case-or-type': 'pass',
    'AR-S-013': 'pass',
    'AR-S-013.ranges': 'pass',
    'AR-S-014': 'pass',
    'AR-S-015': 'pass',
    'AR-S-023': 'pass',
    'AR-S-026': 'pass',
    // Not that the key is looked at: none is needed in the header, and any body will do.
    'AR-S-003': 'pass',

    // The other reads, where the header is all that counts. The examples in the schema of the
    // dashboard have one entry each in `actions` and `what_to_do_next`.
    'AR-S-019': 'pass',
    'AR-S-020': 'pass',
    'AR-S-021': 'pass',
    'AR-S-021.exists': 'pass',
    'AR-S-022': 'pass',
    'AR-S-022.exists': 'pass',
    'AR-S-022.shows': 'pass',

    // What always stays the same does not rise, and belongs to the same agent.
    'AR-S-011': 'pass',
    'AR-S-016': 'pass',

    // Keys, of which Prism knows none; without any, a heartbeat is accepted as well.
    'AR-S-004': 'fail',
    'AR-S-005': 'fail',
    'AR-S-005.inactive': 'fail',
    'AR-S-011.other-key': 'fail',

    // NOT_JSON has a code in small letters, and no `ok`.
    'AR-S-006': 'fail',
    'AR-S-025': 'fail',
    // Both paths accept a heartbeat without a key, and both answer NOT_JSON: the alias is like the other.
    'AR-S-002': 'pass',
    // Of the refusals that there are, the statuses are the assumed ones.
    'AR-S-024': 'pass',

    // The example is online, watches queue pressure and is aware of the queue, whatever was sent.
    'AR-S-008': 'fail',
    'AR-S-009': 'fail',
    'AR-S-010': 'fail',

    // What changes with time.
    'AR-S-012': 'fail',
    'AR-S-016.countdown': 'fail',

    // The example has a next block, and less content than wanted.
    'AR-S-014.above': 'inconclusive',
    'AR-S-014.equal': 'inconclusive',
    'AR-S-015.null': 'inconclusive',

    // Not asked for.
    'AR-S-017': 'inconclusive',
    'AR-S-018': 'inconclusive',
    'AR-S-027': 'inconclusive',
    'AR-S-027.silence': 'inconclusive',
    'AR-S-028': 'inconclusive',
    'AR-S-028.types': 'inconclusive',
  },
};

describe.each(['agentmc', 'agentradio'] as const)(
  'Prism and the check of an %s server',
  (contract) => {
    const options = { contract, random: 'r4nd0m', ...FULL[contract] };
    let folder: string;
    let document: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-'));
      document = await writeDereferenced(contract, folder);
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it('agree on what the mock accepts, refuses and answers', async () => {
      const { report, seen } = await checkThroughPrism(document, options);

      expect(seen.flatMap(faultsOfAnswer)).toEqual([]);
      const isAccepted = ({ reply }: Seen) => reply.status < 300;
      const isFaulty = ({ faults }: Seen) => faults.length > 0;
      expect(seen.filter(isAccepted).filter(isFaulty)).toEqual([]);
      const refused = seen.filter((one) => !isAccepted(one));
      expect(refused.filter(isFaulty).length).toBeGreaterThan(5);
      const reasons = refused.filter((one) => !isFaulty(one)).map(reasonOf);
      expect([...new Set(reasons)].toSorted()).toEqual(BEYOND_DOCUMENTS[contract].toSorted());

      const direct = await checkInProcess(contract, undefined, { clock: virtualClock(NOON) });
      expect(direct.totals.fail).toBe(0);
      expect(report.requests).toBe(direct.requests);
      expect(verdictsOf(report)).toEqual({ ...verdictsOf(direct), ...CHANGED[contract] });
      for (const { received } of report.requirements.flatMap(({ findings }) => findings)) {
        expect(received?.body).toBe(NOT_JSON);
      }
    });

    it('agree on payloads that are made from the schema', async () => {
      const only = { agentmc: 'AMC-S-031*,AMC-S-032*', agentradio: 'AR-S-027*,AR-S-028*' };
      const { report, seen } = await checkThroughPrism(document, {
        ...options,
        generated: true,
        fuzz: 50,
        only: only[contract],
      });
      expect(Object.values(verdictsOf(report)).filter((verdict) => verdict !== 'pass')).toEqual([]);
      const told = seen.map(({ request, reply, faults }) => ({
        body: request.body,
        isAccepted: reply.status < 300,
        faults: faults.map(({ message }) => message),
      }));
      expect(told.filter(({ isAccepted }) => isAccepted).length).toBeGreaterThan(30);
      expect(told.filter(({ isAccepted }) => !isAccepted).length).toBeGreaterThan(20);
      expect(told.filter(({ isAccepted, faults }) => isAccepted === faults.length > 0)).toEqual([]);
    });

    it('agree on answers to too many requests', async () => {
      const { report, seen } = await checkThroughPrism(document, {
        ...options,
        apiKey: `${options.apiKey}_ratelimited`,
        only: { agentmc: 'AMC-S-030', agentradio: 'AR-S-017,AR-S-018' }[contract],
        burst: 2,
        // A day: every second heartbeat has to wait.
        maxTime: 86_400,
      });
      expect(seen.map(({ reply }) => reply.status)).toContain(429);
      expect(seen.flatMap(faultsOfAnswer)).toEqual([]);
      expect(Object.values(verdictsOf(report)).filter((verdict) => verdict !== 'pass')).toEqual([]);
    });

    it('do not agree where a value in an answer is wrong', async () => {
      const spoiled = SPOILED[contract];
      const { seen } = await checkThroughPrism(document, options, ({ path }, reply) => {
        const wrong = spoiled.find(
          (one) => path === BASE_PATHS[contract] + one.path && one.status === reply.status,
        );
        if (!wrong) return reply;
        const body: unknown = JSON.parse(reply.body);
        Pointer.fromJSON(wrong.at).set(body, wrong.value);
        return { ...reply, body: JSON.stringify(body) };
      });
      const told = seen.flatMap((one) =>
        faultsOfAnswer(one).map(
          // The first two are "response" and "body".
          ({ location }) =>
            `${one.request.path} ${one.reply.status} /${location.slice(2).join('/')}`,
        ),
      );
      // Prism also tells of alternatives around a value, none of which fits any more.
      expect([...new Set(told)]).toEqual(
        expect.arrayContaining(spoiled.map(({ path, status, at }) => `${path} ${status} ${at}`)),
      );
    });

    it('tell examples from a server that has a memory', async () => {
      const url = await startPrism('mock', document);
      const report = await checkServer({ ...options, url, clock: virtualClock(NOON) });
      expect(verdictsOf(report)).toEqual(MOCKED[contract]);
    });
  },
);

/** What Prism has against a request or an answer. */
interface Fault {
  readonly location: readonly (string | number)[];
  readonly message: string;
}

/** A request and its answer, and what Prism says of both. */
interface Seen {
  readonly request: PlainRequest;
  readonly reply: PlainReply;
  readonly faults: readonly Fault[];
}

/** Checks the mock, or what a function makes of its answers, with Prism in between. */
async function checkThroughPrism(
  document: string,
  options: Omit<CheckServerOptions, 'url'> & { readonly contract: ContractId },
  change: (request: PlainRequest, reply: PlainReply) => PlainReply = (_, reply) => reply,
): Promise<{ report: ServerReport; seen: readonly Seen[] }> {
  const { contract } = options;
  const clock = virtualClock(NOON);
  const mock = createMock({ contracts: [contract], clock });
  const listener = await listen((request) => change(request, mock.handle(request)));
  onTestFinished(() => listener.close());
  // Prism takes no notice of the servers in a document: paths follow its own address directly.
  const url = await startPrism('proxy', document, listener.url + BASE_PATHS[contract]);
  const target = await httpTarget({ url });
  onTestFinished(() => target.close());
  const answered: Omit<Seen, 'faults'>[] = [];
  const report = await checkServer({
    ...options,
    url,
    clock,
    target: {
      ...target,
      async send(request, ...rest) {
        const outcome = await target.send(request, ...rest);
        if (outcome.reply) answered.push({ request, reply: outcome.reply });
        return outcome;
      },
    },
  });
  const seen = answered.map((one) => {
    // Prism cuts off what is very long, so that it is no JSON any more and fails the test.
    const faults = JSON.parse(one.reply.headers['sl-violations'] ?? '[]') as readonly Fault[];
    return { ...one, faults };
  });
  return { report, seen };
}

/** Starts Prism for the current test. */
async function startPrism(...args: readonly string[]): Promise<string> {
  const prism = startInTest(process.execPath, [PRISM, ...args, '--port', '0']);
  const [, url = ''] = await prism.until('out', /listening on (http:\/\/[\w.:]+)/);
  return url;
}

function faultsOfAnswer({ faults }: Seen): Fault[] {
  return faults.filter(({ location }) => location[0] === 'response');
}

/** Why a request was refused: what is wrong with its fields, or the code. */
function reasonOf({ reply }: Seen): string {
  const { error } = JSON.parse(reply.body) as {
    error: { code: string; details?: { fields: Readonly<Record<string, readonly string[]>> } };
  };
  return error.details ? Object.values(error.details.fields).flat().join(' ') : error.code;
}

function verdictsOf({ requirements }: ServerReport): Verdicts {
  return Object.fromEntries(requirements.map(({ id, verdict }) => [id, verdict]));
}
