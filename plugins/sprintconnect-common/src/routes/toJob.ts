/** From what was queued to how it goes. */
export const TO_JOB = {
  job: {
    operationId: 'getJob',
    parameters: { id: '$response.body#/jobId' },
  },
};
