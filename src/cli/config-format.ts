import * as z from 'zod';
import { contractIds } from '../mock/registry.ts';
import { duration, limitFormat } from '../mock/simulation/format.ts';
import { OptionError } from '../errors.ts';
import { STATES } from './check-client-flags.ts';
import { toMinimumCoverage, toReporter } from './report-flags.ts';
import { COVERAGE_KINDS } from '../conformance/coverage-kinds.ts';
import { BASES, LEVELS } from '../conformance/weights.ts';
import { isHttpUrl } from '../http-url.ts';
import { BOUNDS } from './numbers.ts';
import { parseRateLimit } from './rate-limit-spec.ts';
import { parseTime, TIME_FORM } from './times.ts';

/** The form of `heartbeat-kit.config.yaml`: the flags of each command, by their names. */

const whole = ([minimum, maximum]: readonly [number, number]) =>
  z.int().min(minimum).max(maximum).optional();

const text = (description: string) => z.string().min(1).optional().meta({ description });

const flag = (description: string) => z.boolean().optional().meta({ description });

/** A text that a flag would take. */
const readText = <T>(read: (text: string) => T) =>
  z.string().transform((given, context) => {
    try {
      return read(given);
    } catch (error) {
      context.issues.push({ code: 'custom', message: (error as Error).message, input: given });
      return z.NEVER;
    }
  });

const contract = z.enum(contractIds);

const rateLimit = z.union([z.string(), limitFormat]).transform((given, context) => {
  if (typeof given !== 'string') return given;
  try {
    return parseRateLimit(given);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    context.issues.push({ code: 'custom', message: error.message, input: given });
    return z.NEVER;
  }
});

const mock = z
  .strictObject({
    port: whole(BOUNDS.port).meta({ description: '0 picks a free one.' }),
    host: z.string().regex(/\S/, 'must be a host name or an address').optional(),
    contract: z
      .union([contract, z.array(contract).min(1)])
      .transform((one) => [...new Set([one].flat())])
      .optional()
      .meta({ description: 'All contracts by default.' }),
    seed: whole(BOUNDS.seed).meta({ description: 'Decides names, schedules and chances.' }),
    json: flag('Print one JSON object per line.'),
    scenario: text('Name of a scenario, or a file ending in .yaml, relative to this one.'),
    rateLimit: rateLimit.optional().meta({
      description: 'For all requests: 60/1m,sliding,per=key and so on, or its parts by name.',
    }),
    timeScale: z
      .number()
      .min(BOUNDS.timeScale[0])
      .max(BOUNDS.timeScale[1])
      .optional()
      .meta({ description: 'Seconds that pass on the clock of the mock in each second.' }),
    time: z
      .string()
      .refine((value) => parseTime(value) !== undefined, `must be ${TIME_FORM}`)
      .transform((value) => parseTime(value) as number)
      .optional()
      .meta({ description: `First time of the clock: ${TIME_FORM}.` }),
    freeze: flag('The clock stands still.'),
    prefer: flag('Whether requests may ask for things in their Prefer header.'),
    labels: flag('Whether answers say in x-mock-simulated what is put on.'),
    state: text('File of a snapshot to begin with, relative to this one.'),
    journal: whole(BOUNDS.journal).meta({ description: 'How many exchanges are kept.' }),
  })
  .refine(({ freeze, timeScale }) => !freeze || timeScale === undefined, {
    error: 'excludes timeScale: a clock that stands still has no pace',
    path: ['freeze'],
  })
  .meta({ description: 'For `heartbeat-kit mock`.' });

/** How requirements are weighed, and in which form that is told. */
const weighing = {
  basis: z.enum(BASES).optional(),
  failOn: z.enum(LEVELS).optional(),
  reporter: z
    .union([readText(toReporter), z.array(readText(toReporter)).min(1)])
    .transform((one) => [one].flat())
    .optional()
    .meta({ description: 'Forms of the report: pretty, or junit=out.xml, relative to this file.' }),
  baseline: text('YAML file of known failures, relative to this one.'),
  minCoverage: z
    .union([
      z
        .number()
        .min(0)
        .max(100)
        .transform((requirements) => ({ requirements })),
      z.partialRecord(z.enum(COVERAGE_KINDS), z.number().min(0).max(100)),
      readText(toMinimumCoverage),
    ])
    .optional()
    .meta({ description: 'Percent of the requirements to exercise, or of several kinds by name.' }),
};

const checkServer = z
  .strictObject({
    contract: text('Id of a contract, or a folder with one, relative to this file.'),
    url: text('What the paths of the contract are appended to.'),
    path: text('Path of the heartbeat, where it is not the one of the contract.'),
    apiKey: text('A valid key. Keys of real services belong into the environment.'),
    agentId: whole(BOUNDS.agentId),
    secondKey: text('A valid key of another agent.'),
    secondAgentId: whole(BOUNDS.agentId),
    forbiddenKey: text('A key that may not send heartbeats.'),
    inactiveKey: text('A key that was switched off.'),
    header: z
      .array(z.string())
      .optional()
      .meta({ description: "Each 'name: value', to send along." }),
    only: text('Requirements to judge: AMC-S-013, AMC-S-01*, or several with commas.'),
    ...weighing,
    burst: whole(BOUNDS.burst),
    slow: flag('Also look at what takes a minute.'),
    generated: flag('Also send payloads made from the schema, hundreds of requests.'),
    fuzz: whole(BOUNDS.fuzz).meta({ description: 'Also send so many heartbeats drawn at random.' }),
    seed: whole(BOUNDS.seed).meta({ description: 'What they are drawn from; 1 by default.' }),
    saveFailures: text('Folder for scenario files of what fails, relative to this file.'),
    replay: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: 'Scenarios to run instead, relative to this file.' }),
    rps: z
      .number()
      .min(BOUNDS.rps[0])
      .max(BOUNDS.rps[1])
      .optional()
      .meta({ description: 'Requests in a second, at the most.' }),
    timeout: whole(BOUNDS.timeout).meta({ description: 'Milliseconds for each answer.' }),
    maxTime: whole(BOUNDS.maxTime).meta({ description: 'Seconds for the whole run.' }),
    concurrency: whole(BOUNDS.concurrency),
    ca: text('PEM file of a certificate authority to trust, relative to this file.'),
    start: text('Command that starts the server.'),
    wait: whole(BOUNDS.wait).meta({ description: 'Seconds it may take to answer.' }),
  })
  .meta({ description: 'For `heartbeat-kit check server`.' });

const judging = {
  contract: contract.optional(),
  state: z.enum(STATES).optional().meta({ description: 'What the agent is doing.' }),
  interval: duration.optional().meta({ description: "The client's usual interval, for agentmc." }),
  only: text('Requirements to judge: AR-C-007, AR-C-01*, or several with commas.'),
  ...weighing,
  allowInconclusive: flag('End with 0 though too little was seen of something.'),
};

const checkClient = z
  .strictObject({
    ...judging,
    scenario: z.array(z.string()).min(1).optional().meta({ description: 'To play these only.' }),
    home: text('A recorded answer of GET /api/v1/home, relative to this file.'),
    seed: whole(BOUNDS.seed),
    output: text('Folder for what the client writes, relative to this file.'),
    timeScale: z
      .number()
      .min(BOUNDS.clientScale[0])
      .max(BOUNDS.clientScale[1])
      .optional()
      .meta({ description: 'Pace of the time of the client; as it waits by default.' }),
    for: duration.optional().meta({ description: 'Real time for each scenario.' }),
    jobs: whole(BOUNDS.jobs).meta({ description: 'Scenarios at the same time.' }),
  })
  .refine((value) => value.for === undefined || value.timeScale === undefined, {
    error: 'excludes timeScale: in real time there is no other pace',
    path: ['for'],
  })
  .meta({ description: 'For `heartbeat-kit check client`.' });

const checkLog = z
  .strictObject({ ...judging, url: text('Base of the service in the file.') })
  .meta({ description: 'For `heartbeat-kit check log`.' });

const admin = z
  .strictObject({
    url: z
      .string()
      .refine(isHttpUrl, 'must be a URL such as http://127.0.0.1:4010')
      .optional()
      .meta({ description: 'Where the mock is.' }),
    session: text('The session that is meant; the mock itself by default.'),
    token: text('Where the mock asks for one.'),
    json: flag('Print what the control API answers, as JSON.'),
  })
  .meta({ description: 'For `heartbeat-kit admin`.' });

/** A config file. What is empty, since all in it is commented out, says nothing. */
export const configFormat = z
  .strictObject({
    $schema: z.string().optional(),
    mock: mock.nullish(),
    checkServer: checkServer.nullish(),
    checkClient: checkClient.nullish(),
    checkLog: checkLog.nullish(),
    admin: admin.nullish(),
  })
  .nullable()
  .meta({ title: 'Config file of heartbeat-kit' });

/** A part of the file. */
export type ConfigSection = 'mock' | 'checkServer' | 'checkClient' | 'checkLog' | 'admin';
