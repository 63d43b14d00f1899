/** What people are told, in words for them. */
export interface Notification {
  /** Whom: users and groups by entity reference; a group stands for its members. */
  recipients: readonly string[];
  title: string;
  description: string;
  /** Path in the portal, such as `/sprintconnect/servers/<id>/health`. */
  link: string;
  severity: 'critical' | 'high' | 'normal' | 'low';
  /** One subject, such as an incident: a later notification of the same subject takes the place of the earlier. */
  subject: string;
}

/** Tells people in the portal. */
export interface Notifier {
  /**
   * Answers whether it was taken. A portal without notifications takes none, which is said once in the log and is no
   * error. Throws when the portal has notifications and they failed.
   */
  notify(notification: Notification): Promise<boolean>;
}
