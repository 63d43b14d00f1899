import request from 'supertest';

/** Asks who a token is. */
export const showToken = ({ url }: { url: string }, token: string) =>
  request(url).get('/v1/context').set('Authorization', `Bearer ${token}`);
