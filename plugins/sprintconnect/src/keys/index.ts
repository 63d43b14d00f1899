/**
 * What every page needs that makes an API key.
 *
 * Owns: the words about keys, the field for how long one is good, and how its secret is shown.
 * Promises: a secret is shown with the warning that it is shown this once.
 * Never: makes a key, or keeps a secret; the page that does so has it in its state, and nowhere else.
 * Fails: it asks nobody for anything.
 */
export { type Expiry, expiryMoment, isExpiryFaulty } from './expiry';
export { ExpiryField } from './ExpiryField';
export { IssuedSecret } from './IssuedSecret';
