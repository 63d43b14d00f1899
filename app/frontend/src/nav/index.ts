export { navModule as default } from './navModule';
