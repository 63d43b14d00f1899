import { createEgress } from '../egress';
import { invalid } from '.';

describe('invalid', () => {
  it('tells one fault in a sentence that ends once, whether or not its message is one', async () => {
    const egress = createEgress({ allow: [] });
    const refusal = await egress.refusalOf('http://10.0.0.1/mcp');
    expect(refusal).toMatch(/\.$/);
    const path = 'remotes[0].url';
    const message = `is refused: ${refusal}`;
    expect(invalid([{ path, message }]).detail).toBe(
      `The request has a fault: ${path} ${message}`,
    );
    expect(invalid([{ path: 'name', message: 'is taken' }]).detail).toBe(
      'The request has a fault: name is taken.',
    );
    await egress.close();
  });
});
