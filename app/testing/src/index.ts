/**
 * What tests of several packages stand on. A helper of one package stays in its `__testUtils__`.
 *
 * Never: imported by anything but tests.
 */
export { askingServices } from './askingServices';
export { eventually } from './eventually';
export { freePort } from './freePort';
