// The shapes of the service's answers, as far as the page reads them.
import type { FeatureCollection, Geometry } from "geojson";
import type { Announcement } from "./announcements.ts";

export interface Region {
  id: string;
  name: string;
  name_uk: string;
  role: "region" | "neighbour" | "country";
  place: "land" | "sea";
}

export interface Source {
  id: string;
  title: string;
  publisher: string;
  url: string | null;
  method: string;
  geometry: "drawn" | "tessellated";
  title_uk?: string | null;
  publisher_uk?: string | null;
  licence_terms_uk?: string | null;
  lag_note_uk?: string | null;
  precision_note_uk?: string | null;
  note_uk?: string | null;
  licence: string;
  licence_terms: string | null;
  attribution: string;
  geometry_withheld: boolean;
  coverage: { regions: string[]; start: string | null; end: string | null };
  lag_days: number | null;
  lag_note: string | null;
  precision_m: number;
  precision_95_m: number | null;
  precision_note: string | null;
  stale_after_days: number;
  /** What its silence means, and how near to its line that is no word, because it runs behind. */
  absence: { lag_days: number | null; within_m: number | null } | null;
  depends_on: string[];
  note: string | null;
  first_version: string | null;
  last_version: string | null;
  versions: number;
}

export interface Stated {
  status: string;
  holder: string | null;
}

/** What a source last stated of a place of which it may not speak any more. */
export interface LastKnown extends Stated {
  version: string;
  age_days: number;
}

export interface Control extends Stated {
  source: string;
  basis: string | null;
  publisher_word: string | null;
  version: string | null;
  age_days: number | null;
  stale: boolean;
  distance_m: number | null;
  uncertain_within_m: number | null;
  near_line: boolean;
  last_known: LastKnown | null;
  other_side: Stated | null;
  precision_m: number;
  reason: string | null;
  caveat: string | null;
  settlement: string | null;
  settlement_uk: string | null;
  hostilities: string | null;
}

export interface Claim {
  id: string;
  claimant: string;
  since: string;
  until: string | null;
  act: { title: string; title_uk?: string | null; date: string; citation: string } | null;
  approximate: boolean;
  rejected_by: string[];
  /** The acts of `rejected_by` done by then: whose, what and when. */
  rejections: { actor: string; act: string; title: string; title_uk?: string | null; date: string }[];
  recognised_by: { party: string; act: string; how: string; date: string; until: string | null; title: string; title_uk: string | null }[] | null;
  note: string | null;
}

export type Certainty = "high" | "medium" | "low";

export interface Regime {
  id: string;
  title: string;
  title_uk?: string | null;
  authority: string;
  applies: "yes" | "no" | "disputed" | "not_determined";
  rests_on_stale: boolean;
  reason: string | null;
  since: string | null;
  until: string | null;
  number: string | null;
  adopted: string | null;
  published: string | null;
  /** Number of the text of the next stage, or id of the regime that took its place. */
  replaced_by: string | null;
  wording: string | null;
  wording_uk?: string | null;
  citation: string | null;
  /** `high`, `medium` or `low`; null where no stage is in force. */
  certainty: Certainty | null;
  extent_certainty: Certainty | null;
  approximate: boolean;
  unsettled: string | null;
  unsettled_uk?: string | null;
  checked: string | null;
  note: string[];
  note_uk: string[];
  by_source: { source: string; applies: "yes" | "no" | "boundary" | "not_determined"; reason: string | null; stale: boolean; distance_m: number | null; near_line: boolean }[];
}

export interface NamedPlace {
  name: string;
  name_uk: string;
  region?: string;
  population?: number;
}

export interface At {
  lon: number;
  lat: number;
  date: string;
  region: Region | null;
  control: Control[];
  verdict: "agreed" | "disputed" | "single_source" | "unknown";
  verdict_detail: {
    status: string | null;
    holder: string | null;
    sources: string[];
    stale_sources: string[];
    rests_on_stale: boolean;
    dependence: { source: string; depends_on: string[] }[];
  };
  claims: Claim[];
  announcements: Announcement[];
  raion?: { code: string; name: string; name_uk: string } | null;
  hromada?: { code: string; name: string; name_uk: string } | null;
  nearest?: { name: string; name_uk: string; distance_m: number } | null;
  /** What a text was read as, where the place was given as one. */
  place?: { settlement: NamedPlace | null; others: NamedPlace[]; notes: string[] } | null;
  regimes?: Regime[];
  attribution: string[];
}

export interface Stretch extends Stated {
  start: string | null;
  end: string | null;
}

export interface History {
  sources: {
    source: string;
    first_version: string | null;
    last_version: string | null;
    intervals: Stretch[];
    gaps: { start: string | null; end: string | null }[];
  }[];
  attribution: string[];
}

/** Of what a version states: how old it is, and how near to its line it cannot tell the side. */
export interface Aged {
  source: string;
  version: string | null;
  stale: boolean;
  age_days?: number | null;
  uncertain_within_m?: number | null;
}

export interface LedgerRow extends Aged {
  date: string;
  region: string;
  claimant: string;
  region_m2: number;
  claimed_m2: number;
  held_m2: number;
  claimed_held_m2: number;
  claimed_not_held_m2: number;
  held_not_claimed_m2: number;
  contested_m2: number;
  unknown_m2: number;
  claimed_held_share: number | null;
  unknown_share: number | null;
  caveat: string | null;
}

export interface AreaRow extends Stated, Aged {
  date: string;
  region: string;
  area_m2: number;
  share: number;
  unknown_share: number;
  caveat: string | null;
}

export interface Table<Row> {
  rows: Row[];
  notes?: string[];
  attribution: string[];
}

export interface Change {
  gained_m2: number;
  lost_m2: number;
  net_m2: number;
}

export interface Changes extends FeatureCollection {
  source: string;
  party: string;
  from: string;
  to: string;
  to_age_days: number;
  total: Change | null;
  regions: ({ region: string } & Change)[];
  others: { party: string; total: Change | null; regions: ({ region: string } & Change)[]; features: FeatureCollection["features"] }[];
  withheld: string | null;
  attribution: string[];
}

export interface Line extends FeatureCollection {
  source: string;
  version: string;
  age_days: number;
  stale: boolean;
  uncertain_within_m: number | null;
  length_m: number;
  withheld: string | null;
  attribution: string[];
}

export interface Disputes extends FeatureCollection {
  sources: { source: string; version: string | null; stale: boolean }[];
  regions: { region: string; agreed_m2: number; disputed_m2: number; single_source_m2: number; unknown_m2: number }[];
  withheld: string[];
  attribution: string[];
}

export interface OverlapRow extends Stated, Aged {
  date: string;
  region: string | null;
  area_m2: number;
  share: number;
  piece?: Geometry | null;
}

export interface Overlap extends Table<OverlapRow> {
  area_m2: number;
  withheld: string | null;
}

export interface RegionRow {
  id: string;
  name: string;
  name_uk: string;
  role: Region["role"];
  groups: string[];
  land_area_m2: number;
  bbox: [number, number, number, number];
}

export interface Regions {
  regions: RegionRow[];
  groups: { id: string; regions: string[] }[];
  divisions?: Division[] | null;
  attribution: string[];
}

/** A raion or a hromada. */
export interface Division {
  code: string;
  level: "raion" | "hromada";
  name: string;
  name_uk: string;
  region: string;
  /** The raion of a hromada. */
  within: string | null;
  population: number | null;
  population_on: string | null;
}

export interface Config {
  /** The source shown where none is asked for. */
  source: string | null;
  basemap: { url: string; attribution: string | null } | null;
  today: string;
  version: string;
}

export interface Parameter {
  name: string;
  kind: "date" | "distance" | "source" | "choice";
  about: string;
  about_uk?: string | null;
  /** The value meant where none is given; none: what depends on it is open. */
  default: string | null;
  choices: string[];
}

export interface ProposalText {
  id: string;
  title: string;
  title_uk?: string | null;
  date: string | null;
  origin: string | null;
  origin_uk?: string | null;
  citation: string | null;
  baseline: boolean;
  undefined: string[];
  undefined_uk?: string[];
  note: string | null;
  parameters: Parameter[];
  terms: {
    id: string;
    holder: string;
    standing: string | null;
    zone: string | null;
    wording: string | null;
    wording_uk?: string | null;
    when: [string, string] | null;
    source: string | null;
    undefined: string[];
    undefined_uk?: string[];
    approximate: boolean;
  }[];
}

export interface Account {
  region: string;
  land_m2: number;
  open_m2: number;
  parties: {
    party: string;
    before_m2: number;
    after_m2: number;
    settlements_before: number;
    settlements_after: number;
    population_before: number;
    population_after: number;
  }[];
  moved: { from: Stated; to: Stated; area_m2: number; settlements: number; population: number }[];
}

export interface Evaluated {
  date: string;
  proposals: ProposalText[];
  evaluations: {
    proposal: string;
    source: string;
    version: string | null;
    stale: boolean;
    parameters: { name: string; value: string | null }[];
    open_reasons: string[];
    accounts: Account[];
    line_before_m: number;
    line_after_m: number;
  }[];
  population_caveat: string;
  notice: string;
  attribution: string[];
}
