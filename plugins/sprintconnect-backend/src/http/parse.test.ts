import { createEgress } from '../egress';
import { invalid } from '.';

describe('invalid', () => {
  it('tells one fault in a sentence that ends once, whether or not its message is one', async () => {
    const egress = createEgress({ allow: [] });
    const refusal = await egress.refusalOf('http://10.0.0.1/mcp');
    expect(refusal).toMatch(/\.$/);
    const path = 'remotes[0].url';
    const message = `isn't allowed: ${refusal}`;
    expect(invalid([{ path, message }]).detail).toBe(
      `The request isn't valid: ${path} ${message}`,
    );
    expect(invalid([{ path: 'name', message: 'is already used' }]).detail).toBe(
      "The request isn't valid: name is already used.",
    );
    await egress.close();
  });
});
