import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as agentmcClients from '../../fixtures/broken/clients/agentmc.ts';
import * as agentradioClients from '../../fixtures/broken/clients/agentradio.ts';
import * as agentmcServers from '../../fixtures/broken/servers/agentmc.ts';
import * as agentradioServers from '../../fixtures/broken/servers/agentradio.ts';
import { catalogueFormat } from '../../src/conformance/requirements.ts';
import { loadMatrix, rulesOf } from '../../src/conformance/traceability/matrix.ts';
import type { Matrix } from '../../src/conformance/traceability/types.ts';
import { contractFolder } from '../contract/support/contracts.ts';

/**
 * The sections of the two documents in their order, and how many rules each of them states. Whoever takes a
 * rule out, or adds one, has to have read the section again.
 */
const SECTIONS = {
  agentmc: {
    agentHeartbeat: 5,
    Description: 5,
    Parameters: 5,
    'Request Example': 9,
    'Success Responses': 1,
    'Success Responses / 200': 12,
    'Error Responses': 1,
    'Error Responses / 401': 5,
    'Error Responses / 403': 4,
    'Error Responses / 404': 3,
    'Error Responses / 422': 5,
    'SDK Example': 4,
  },
  agentradio: {
    'AgentRadio Heartbeat': 6,
    'Start Every Check-In With `/home`': 8,
    'Three-Step Setup': 5,
    Endpoint: 7,
    Body: 6,
    Response: 15,
    Cadence: 8,
    'Inbox And Catalog Checks': 4,
    Backoff: 8,
    Errors: 5,
  },
};

/** What the matrix lacks of the way from a rule to what shows that its check can fail. */
function lacks(matrix: Matrix): string[] {
  const rules = rulesOf(matrix);
  return [
    ...rules
      .filter(({ requirements, excluded }) => requirements.length > 0 === (excluded !== undefined))
      .map(({ rule }) => `covered or excluded, not both: ${rule}`),
    ...matrix.requirements.flatMap(({ id, checks, broken = [] }) => [
      ...(rules.some(({ requirements }) => requirements.includes(id)) ? [] : [`${id}: a rule`]),
      ...(checks.length > 0 ? [] : [`${id}: a check`]),
      ...(broken.length > 0 ? [] : [`${id}: a broken implementation`]),
    ]),
  ];
}

describe.each(['agentmc', 'agentradio'] as const)('the matrix of %s', async (id) => {
  const matrix = await loadMatrix(id);
  const text = await readFile(join(contractFolder(id), 'requirements.yaml'), 'utf8');
  const catalogue = catalogueFormat.parse(parse(text));
  const rows = catalogue.requirements.flatMap(({ parts = [], ...row }) => [row, ...parts]);
  const [first] = matrix.documents;

  it('has every section of the document, in its order, and all of its rules', () => {
    expect(first?.id).toBe(id);
    const sections = first?.sections.map(({ section, rules }) => [section, rules.length]);
    expect(sections).toEqual(Object.entries(SECTIONS[id]));
  });

  it('has the sections that requirements cite, of all documents', () => {
    expect(matrix.documents.map((document) => document.id)).toEqual(
      Object.keys(catalogue.documents),
    );
    const cited = rows.flatMap(({ source }) =>
      source.map(({ document, section }) => `${document}: ${section}`),
    );
    const traced = matrix.documents.flatMap((document) =>
      document.sections
        .filter(({ rules }) => rules.some(({ requirements }) => requirements.length > 0))
        .map(({ section }) => `${document.id}: ${section}`),
    );
    expect(traced.toSorted()).toEqual([...new Set(cited)].toSorted());
  });

  it('has every requirement, in exactly the sections that it cites', () => {
    for (const { id: requirement, source } of rows) {
      const traced = matrix.documents.flatMap((document) =>
        document.sections
          .filter(({ rules }) =>
            rules.some(({ requirements }) => requirements.includes(requirement)),
          )
          .map(({ section }) => ({ document: document.id, section })),
      );
      expect(traced, requirement).toHaveLength(source.length);
      expect(traced, requirement).toEqual(expect.arrayContaining(source));
    }
  });

  it('leaves no rule open, and no requirement without a check that is known to fail', () => {
    expect(matrix.requirements.map((one) => one.id)).toEqual(rows.map((one) => one.id));
    expect(lacks(matrix)).toEqual([]);
  });

  it('would show what it lacks', () => {
    const [document, ...documents] = matrix.documents;
    const [section, ...sections] = document?.sections ?? [];
    const [requirement, ...requirements] = matrix.requirements;
    if (!document || !section || !requirement) throw new Error('there is nothing in it');
    const untraced = matrix.documents.map((one) => ({
      ...one,
      sections: one.sections.map((own) => ({
        ...own,
        rules: own.rules.map((rule) => ({
          ...rule,
          requirements: rule.requirements.filter((other) => other !== requirement.id),
        })),
      })),
    }));
    expect(lacks({ ...matrix, documents: untraced })).toContain(`${requirement.id}: a rule`);
    const bare = { ...requirement, checks: [], broken: [] };
    expect(lacks({ ...matrix, requirements: [bare, ...requirements] })).toEqual([
      `${requirement.id}: a check`,
      `${requirement.id}: a broken implementation`,
    ]);
    const open = { ...section, rules: [{ rule: 'This.', requirements: [] }, ...section.rules] };
    const opened = { ...document, sections: [open, ...sections] };
    expect(lacks({ ...matrix, documents: [opened, ...documents] })).toEqual([
      'covered or excluded, not both: This.',
    ]);
  });

  it('names those that are made to break a requirement, before others that fail it', () => {
    const all = {
      agentmc: [...agentmcServers.broken, ...agentmcClients.clients],
      agentradio: [...agentradioServers.broken, ...agentradioClients.clients],
    }[id];
    for (const { id: requirement, broken = [] } of matrix.requirements) {
      const made = all.filter(({ breaks }) => breaks === requirement).map(({ name }) => name);
      expect(broken.slice(0, made.length), requirement).toEqual(made);
      expect(broken.length).toBe(
        all.filter((one) => [one.breaks, ...one.alsoFails].includes(requirement)).length,
      );
    }
  });
});

describe('checks of a requirement', () => {
  it('are steps of scenarios and every answer for servers, scenarios for clients', async () => {
    const { requirements } = await loadMatrix('agentmc');
    const checksOf = (id: string) => requirements.find((one) => one.id === id)?.checks;
    expect(checksOf('AMC-S-025')).toEqual([
      { scenario: '02-keys', steps: [3, 4] },
      { every: 'answer' },
    ]);
    expect(checksOf('AMC-C-010')).toEqual([{ scenario: 'forbidden' }, { scenario: 'key-refused' }]);
    expect(checksOf('AMC-C-002')).toEqual([{ scenario: 'steady' }, { every: 'scenario' }]);
  });
});
