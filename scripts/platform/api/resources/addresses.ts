/** Where Services are reached. */

export interface Addresses {
  readonly namespace: string;
  /** Where a host of a service is reached, as in http://predict-realtor.marea.localhost:8080. */
  readonly urlOf: (host: string, isLocal: boolean) => string;
}
