import { describe, expect, it } from 'vitest';
import { profiles } from '../../../src/conformance/client/profile.ts';
import { clientRequirements } from '../../../src/conformance/generated/client-requirements.ts';
import { loadRequirements } from '../../../src/conformance/requirements.ts';
import { root } from '../../support/processes.ts';

describe.each(Object.entries(profiles))('the requirements for clients of %s', (id, profile) => {
  it('are in the code what they are in the catalogue', async () => {
    const catalogue = (await loadRequirements(`${root}contracts/${id}`)).filter(
      ({ side }) => side === 'client',
    );
    expect(catalogue).toMatchObject(clientRequirements[id] ?? []);
  });

  it('all have a rule, and no others have one', () => {
    expect(clientRequirements[id]?.map((one) => one.id)).toEqual(Object.keys(profile.rules));
  });
});
