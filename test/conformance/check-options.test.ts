import { describe, expect, it } from 'vitest';
import { checkClient, checkServer, createMock, OptionError } from '../../src/index.ts';

const SERVER = { contract: 'agentmc', url: 'http://127.0.0.1:1/api/v1', apiKey: 'mca_x' };
const client = async () => {};
const CLIENT = { contract: 'agentmc', client };

/** As callers in JavaScript may give them. */
const server = (more: object) => checkServer({ ...SERVER, ...more } as never);
const ofClient = (more: object) => checkClient({ ...CLIENT, ...more } as never);

describe('options that would let nothing fail, or be overlooked', () => {
  it.each([
    [() => server({ failOn: 'MUST' }), 'failOn must be one of must, should, assumed, not MUST'],
    [() => server({ basis: 'all' }), 'basis must be one of document, vendor, assumed, not all'],
    [() => server({ timeout: -1 }), 'timeout must be a number above 0, not -1'],
    [() => server({ maxTime: Number.NaN }), 'maxTime must be a number above 0, not NaN'],
    [() => server({ url: 'x' }), 'url must be a full address'],
    [() => server({ onyl: 'AMC-S-001' }), 'checkServer has no option "onyl"; there is contract,'],
    [() => server({ only: 'AMC-X-1' }), 'only AMC-X-1 fits no requirement'],
    [() => server({ contract: 'agentnc' }), 'no contract "agentnc"; did you mean agentmc?'],
    [() => server({ contract: undefined }), 'there is no such contract; there is agentmc,'],
    [() => checkServer(undefined as never), 'checkServer needs options: contract, url, apiKey,'],
    [() => ofClient({ failOn: 'zz' }), 'failOn must be one of must, should, assumed, not zz'],
    [() => ofClient({ basis: 'zz' }), 'basis must be one of document, vendor, assumed, not zz'],
    [() => ofClient({ scenario: 'steady' }), 'checkClient has no option "scenario"'],
    [() => ofClient({ scenarios: ['zz'] }), 'scenarios names no scenario "zz"'],
    [() => ofClient({ contract: 'agentradio' }), 'give state, what the agent is doing'],
    [() => checkClient(null as never), 'checkClient needs options: contract, client,'],
  ] as const)('are refused: %s', async (call, message) => {
    const error = await call().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(OptionError);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toMatch(/--|node_modules/);
  });
});

describe('faults that are put on in code', () => {
  it.each([
    [{ reply: {} }, 'faults must be a list of rules, such as'],
    [[{ fault: 'NO_RESPONSE' }], 'faults.0: a rule must have a reply, such as'],
    [[{ reply: { fault: 'NO_RESPONS' } }], 'faults.0.reply.fault: there is no fault "NO_RESPONS"'],
    [[{ reply: { error: 'gone' } }], 'faults.0.reply.error: no contract has the error "gone"'],
  ])('are refused where they would put nothing on: %j', (rules, message) => {
    const mock = createMock();
    expect(() => {
      mock.faults = rules as never;
    }).toThrow(OptionError);
    expect(() => {
      mock.faults = rules as never;
    }).toThrow(message);
    expect(mock.faults).toEqual([]);
  });
});
