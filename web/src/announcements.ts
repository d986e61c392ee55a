// The shapes of announcements, as the service answers them.
export interface Announcement {
  id: string;
  party: string;
  date: string;
  place: string;
  place_uk: string;
  /** `taken`, `left` or `holds`. */
  says: string;
  distance_m: number | null;
  announced_by: string;
  announced_by_uk?: string | null;
  disputed_by: string | null;
  disputed_on: string | null;
  note: string | null;
}

/** What a source came to state of an announced place. */
export type Outcome = "confirmed" | "already" | "not_confirmed" | "silent_since" | "silent" | "not_placed";

/** Announcements counted by what a source came to state. */
export interface Counted extends Record<Outcome, number> {
  month: string | null;
  party: string;
  says: string;
  source: string;
  announced: number;
  confirmed_within_30_days: number;
}

export interface Announced extends Omit<Announcement, "distance_m"> {
  lon: number | null;
  lat: number | null;
  sources: { source: string; outcome: Outcome; finding: string }[];
}

export interface Announcements {
  totals: Counted[];
  months: Counted[];
  announcements: Announced[];
  attribution: string[];
}
