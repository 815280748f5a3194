/** How far this device has come with the relay. The app works the same in each state. */
export type Registration =
  | {
      status: 'none';
      /** The relay has forgotten a registration that was begun. */
      wasForgotten?: boolean;
    }
  /** **Not now** was chosen; Settings can still register. */
  | { status: 'not-now' }
  /** The mail is on its way; `email` is not verified yet. */
  | {
      status: 'waiting';
      deviceId: string;
      email: string;
      deviceName: string;
      /** **Not now** was chosen while waiting. */
      isPutOff: boolean;
    }
  | { status: 'registered'; deviceId: string; email: string; deviceName: string };
