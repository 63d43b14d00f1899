import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import { twoOrganisations } from '../../administration/__testUtils__/fakeCatalog';
import { FORGED } from '../../administration/__testUtils__/forgedTokens';
import { openIssued } from '../../administration/__testUtils__/openIssued';
import { showToken } from '../../administration/__testUtils__/showToken';
import { startIssuer } from '../../administration/__testUtils__/startIssuer';

describe('a token is refused', () => {
  it.each(Object.entries(FORGED))('%s', async (_name, forge) => {
    const it = await openIssued();
    const before = await it.counts();
    const answer = await showToken(it, await forge(it.issuer));
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain(
      'error="invalid_token"',
    );
    expect(it.reached).not.toHaveBeenCalled();
    expect(await it.counts()).toEqual(before);
  });

  it('without asking where its jku or x5u lead', async () => {
    const it = await openIssued();
    const trap = closedAfterTest(await startIssuer());
    const stranger = await trap.newKey('first');
    await trap.publish(stranger);
    for (const name of ['jku', 'x5u']) {
      const token = await it.issuer.sign(
        {},
        { [name]: `${trap.url}/jwks` },
        stranger,
      );
      expect((await showToken(it, token)).status).toBe(401);
    }
    expect(trap.hits()).toBe(0);
  });

  it('when its issuer must bind and did not, or in another way', async () => {
    for (const requireBinding of ['dpop', 'mtls'] as const) {
      const it = await openIssued({ requireBinding });
      const other = requireBinding === 'dpop' ? 'x5t#S256' : 'jkt';
      for (const cnf of [undefined, { [other]: 'x'.repeat(43) }]) {
        const answer = await showToken(it, await it.issuer.sign({ cnf }));
        expect(answer.status).toBe(401);
        expect(answer.body.detail).toContain('must be bound');
      }
    }
  });

  it('when it names no organisation and must', async () => {
    const it = await openIssued(
      { claims: { subject: 'sub', organisation: 'org_id', scopes: 'scope' } },
      { tenancy: { mode: 'catalog' }, catalog: twoOrganisations() },
    );
    for (const org_id of [undefined, '', '../etc', 7, ['acme']]) {
      const token = await it.issuer.sign({ org_id });
      expect((await showToken(it, token)).status).toBe(401);
    }
    const good = await showToken(it, await it.issuer.sign({ org_id: 'acme' }));
    expect(good.body.orgId).toBe('acme');
  });
});
