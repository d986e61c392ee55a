"""The questions as methods. Written by tools/methods.py from their one description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, Literal, TypeVar

from ._words import Day, Shape

Answer = TypeVar("Answer")


class Asker(Generic[Answer]):
    """Whoever asks a question and has its answer in a form."""

    def _ask(self, name: str, given: Mapping[str, tuple[str, Any]], sent: Any = None) -> Answer:
        raise NotImplementedError


class Questions(Asker[Answer]):
    """Every question that has an answer in words and numbers."""

    def at(
        self,
        lon: float | None = None,
        lat: float | None = None,
        *,
        date: Day | None = None,
        x: float | None = None,
        y: float | None = None,
        crs: str | None = None,
        place: str | None = None,
        region: str | None = None,
    ) -> Answer:
        """Control of a place on a date, by source, with claims and announcements.

        lon: Longitude in degrees on WGS 84.
        lat: Latitude in degrees on WGS 84.
        date: Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest).
        x: Easting in the system of crs, in place of lon.
        y: Northing in the system of crs, in place of lat.
        crs: Reference system of the coordinates, such as EPSG:32637; easting or longitude first.
        place: Longitude and latitude in degrees (with crs: easting and northing); or a settlement's id or name, alone
            or with its region (Pokrovsk, Donetsk Oblast); or coordinates as people write them: 48°16'48"N 37°10'37"E,
            37UDP1342747925, geo:48.28,37.177, POINT(37.177 48.28), a Plus Code, or a link to a map.
        region: Region of the settlement, if several have the same name.

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "date": ("date", date),
            "lon": ("number", lon),
            "lat": ("number", lat),
            "x": ("number", x),
            "y": ("number", y),
            "crs": ("text", crs),
            "place": ("text", place),
            "region": ("text", region),
        }
        return self._ask("at", given)

    def history(
        self,
        lon: float | None = None,
        lat: float | None = None,
        *,
        from_: Day | None = None,
        to: Day | None = None,
        x: float | None = None,
        y: float | None = None,
        crs: str | None = None,
        place: str | None = None,
        region: str | None = None,
    ) -> Answer:
        """History of a place, by source.

        lon: Longitude in degrees on WGS 84.
        lat: Latitude in degrees on WGS 84.
        from_: First day (default: each source's first version).
        to: Last day (default: each source's last version).
        x: Easting in the system of crs, in place of lon.
        y: Northing in the system of crs, in place of lat.
        crs: Reference system of the coordinates, such as EPSG:32637; easting or longitude first.
        place: Longitude and latitude in degrees (with crs: easting and northing); or a settlement's id or name, alone
            or with its region (Pokrovsk, Donetsk Oblast); or coordinates as people write them: 48°16'48"N 37°10'37"E,
            37UDP1342747925, geo:48.28,37.177, POINT(37.177 48.28), a Plus Code, or a link to a map.
        region: Region of the settlement, if several have the same name.

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "from": ("date", from_),
            "to": ("date", to),
            "lon": ("number", lon),
            "lat": ("number", lat),
            "x": ("number", x),
            "y": ("number", y),
            "crs": ("text", crs),
            "place": ("text", place),
            "region": ("text", region),
        }
        return self._ask("history", given)

    def areas(
        self,
        *,
        region: str | None = None,
        by: Literal["raion", "hromada"] | None = None,
        source: str | None = None,
        date: Day | None = None,
        from_: Day | None = None,
        to: Day | None = None,
        step: Literal["day", "week", "month", "year"] | None = None,
    ) -> Answer:
        """Area of each region by status, by source.

        region: Region or group, or a raion or hromada by its KATOTTG code (default: the six regions and all of them
            together).
        by: Part the regions into these: raion or hromada (default: not parted).
        source: Source ID (default: all sources).
        date: Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest).
        from_: First day of a series; requires to.
        to: Last day of a series, itself included; requires from.
        step: Step of a series (default: day).

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "region": ("text", region),
            "by": ("word", by),
            "source": ("text", source),
            "date": ("date", date),
            "from": ("date", from_),
            "to": ("date", to),
            "step": ("word", step),
        }
        return self._ask("areas", given)

    def overlap(
        self,
        sent: Shape,
        *,
        source: str | None = None,
        by: Literal["raion", "hromada"] | None = None,
        pieces: bool = False,
        crs: str | None = None,
        date: Day | None = None,
        from_: Day | None = None,
        to: Day | None = None,
        step: Literal["day", "week", "month", "year"] | None = None,
    ) -> Answer:
        """Area of a shape by region and status, by source.

        sent: GeoJSON with areas or lines.
        source: Source ID (default: all sources).
        by: Part the shape further into these: raion or hromada (default: by region).
        pieces: Give the parts themselves, in JSON.
        crs: Reference system of the shape's coordinates, such as EPSG:32637; easting or longitude first (default: the
            shape's own crs member).
        date: Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest).
        from_: First day of a series; requires to.
        to: Last day of a series, itself included; requires from.
        step: Step of a series (default: day).

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "source": ("text", source),
            "by": ("word", by),
            "pieces": ("flag", pieces),
            "crs": ("text", crs),
            "date": ("date", date),
            "from": ("date", from_),
            "to": ("date", to),
            "step": ("word", step),
        }
        return self._ask("overlap", given, sent)

    def changes(
        self,
        from_: Day,
        *,
        to: Day | None = None,
        source: str | None = None,
        region: str | None = None,
        by: Literal["raion", "hromada"] | None = None,
        step: Literal["day", "week", "month", "year"] | None = None,
        party: str | None = None,
        crs: str | None = None,
        winding: str | None = None,
    ) -> Answer:
        """Area that came under or left a party's control between two dates, according to one source.

        from_: First day.
        to: Second day (default: latest).
        source: Source ID (default: the source with outlines that covers most of the land, then the newest).
        region: Region, or a raion or hromada by its KATOTTG code (default: every region, and the whole map).
        by: Part the regions into these: raion or hromada (default: not parted).
        step: Also in steps, from each day to the next: figures by region (default: the first day against the second
            alone).
        party: Party whose area of control is compared (default: RU, with each other that the source tells apart beside
            it).
        crs: Reference system of the answer's geometries, such as EPSG:32637.
        winding: Direction of rings: rfc7946 (default), or d3, the other way, as d3-geo reads them.

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "from": ("date", from_),
            "to": ("date", to),
            "source": ("text", source),
            "region": ("text", region),
            "by": ("word", by),
            "step": ("word", step),
            "party": ("text", party),
            "crs": ("text", crs),
            "winding": ("text", winding),
        }
        return self._ask("changes", given)

    def ledger(
        self,
        *,
        claimant: str | None = None,
        region: str | None = None,
        by: Literal["raion", "hromada"] | None = None,
        source: str | None = None,
        date: Day | None = None,
        from_: Day | None = None,
        to: Day | None = None,
        step: Literal["day", "week", "month", "year"] | None = None,
    ) -> Answer:
        """Claimed area that a party controls, and area it controls without a claim.

        claimant: Claimant: RU or UA (default: all).
        region: Region or group, or a raion or hromada by its KATOTTG code (default: the six regions and all of them
            together).
        by: Part the regions into these: raion or hromada (default: not parted).
        source: Source ID (default: all sources).
        date: Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest).
        from_: First day of a series; requires to.
        to: Last day of a series, itself included; requires from.
        step: Step of a series (default: day).

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "claimant": ("text", claimant),
            "region": ("text", region),
            "by": ("word", by),
            "source": ("text", source),
            "date": ("date", date),
            "from": ("date", from_),
            "to": ("date", to),
            "step": ("word", step),
        }
        return self._ask("ledger", given)

    def disputes(
        self,
        *,
        date: Day | None = None,
        region: str | None = None,
        sources: str | Sequence[str] = (),
        with_stale: bool = False,
        winding: str | None = None,
    ) -> Answer:
        """Where sources differ on a date, and what each states.

        date: Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest).
        region: Region or group (default: every region and neighbour).
        sources: Comma-separated source IDs, at most 16 (default: all). Sources past their age limit count as silent.
        with_stale: Take in sources past their age limit: the line may have moved since, so differences need not be
            disagreement.
        winding: Direction of rings: rfc7946 (default), or d3, the other way, as d3-geo reads them.

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "date": ("date", date),
            "region": ("text", region),
            "sources": ("texts", sources),
            "with_stale": ("flag", with_stale),
            "winding": ("text", winding),
        }
        return self._ask("disputes", given)

    def agreement(
        self,
        *,
        region: str | None = None,
        sources: str | Sequence[str] = (),
        with_stale: bool = False,
        date: Day | None = None,
        from_: Day | None = None,
        to: Day | None = None,
        step: Literal["day", "week", "month", "year"] | None = None,
    ) -> Answer:
        """Agreement between each pair of sources, by region and date.

        region: Region or group (default: every region and neighbour, and all).
        sources: Comma-separated source IDs, at most 16 (default: all). Sources past their age limit count as silent.
        with_stale: Take in sources past their age limit: the line may have moved since, so differences need not be
            disagreement.
        date: Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest).
        from_: First day of a series; requires to.
        to: Last day of a series, itself included; requires from.
        step: Step of a series (default: day).

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "region": ("text", region),
            "sources": ("texts", sources),
            "with_stale": ("flag", with_stale),
            "date": ("date", date),
            "from": ("date", from_),
            "to": ("date", to),
            "step": ("word", step),
        }
        return self._ask("agreement", given)

    def announcements(
        self,
        *,
        from_: Day | None = None,
        to: Day | None = None,
        date: Day | None = None,
        region: str | None = None,
        party: str | None = None,
        source: str | None = None,
    ) -> Answer:
        """What parties announced to have taken or left, and which sources came to state it, after how many days.

        from_: First day of the announcements (default: the first recorded).
        to: Last day of the announcements (default: the last recorded).
        date: Day up to which sources are asked, and announcements listed (default: latest).
        region: Region or group, or a raion or hromada by its KATOTTG code (default: all).
        party: Who announced: RU or UA (default: all).
        source: Source ID (default: all sources).

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "from": ("date", from_),
            "to": ("date", to),
            "date": ("date", date),
            "region": ("text", region),
            "party": ("text", party),
            "source": ("text", source),
        }
        return self._ask("announcements", given)

    def line(
        self,
        lon: float | None = None,
        lat: float | None = None,
        *,
        date: Day | None = None,
        source: str | None = None,
        place: str | None = None,
        x: float | None = None,
        y: float | None = None,
        crs: str | None = None,
        winding: str | None = None,
    ) -> Answer:
        """Line of contact on a date, according to one source, and its point nearest to a place.

        lon: Longitude in degrees on WGS 84.
        lat: Latitude in degrees on WGS 84.
        date: Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest).
        source: Source ID (default: the source with outlines that covers most of the land, then the newest).
        place: A place as two numbers, a name or an id; the nearest to it is sought.
        x: Easting in the system of crs, in place of lon.
        y: Northing in the system of crs, in place of lat.
        crs: Reference system of the coordinates, such as EPSG:32637; easting or longitude first.
        winding: Direction of rings: rfc7946 (default), or d3, the other way, as d3-geo reads them.

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "date": ("date", date),
            "source": ("text", source),
            "place": ("text", place),
            "lon": ("number", lon),
            "lat": ("number", lat),
            "x": ("number", x),
            "y": ("number", y),
            "crs": ("text", crs),
            "winding": ("text", winding),
        }
        return self._ask("line", given)

    def drift(
        self,
        *,
        source: str | None = None,
        from_: Day | None = None,
        to: Day | None = None,
    ) -> Answer:
        """How far a source's line moved in 1 to 720 days: distance to the old line of ground that changed hands.

        source: Source ID (default: the source with outlines that covers most of the land, then the newest).
        from_: First day of the history compared (default: the source's first version).
        to: Last day (default: its last version).

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "source": ("text", source),
            "from": ("date", from_),
            "to": ("date", to),
        }
        return self._ask("drift", given)

    def regimes(
        self,
        lon: float | None = None,
        lat: float | None = None,
        *,
        date: Day | None = None,
        list: bool = False,
        x: float | None = None,
        y: float | None = None,
        crs: str | None = None,
        place: str | None = None,
        region: str | None = None,
    ) -> Answer:
        """Legal regimes that apply to a place on a date, by source. Not legal advice.

        lon: Longitude in degrees on WGS 84.
        lat: Latitude in degrees on WGS 84.
        date: Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest; default: latest, of the register every day.
        list: List the register: every text with its stages, wording, days and certainty, as without a place.
        x: Easting in the system of crs, in place of lon.
        y: Northing in the system of crs, in place of lat.
        crs: Reference system of the coordinates, such as EPSG:32637; easting or longitude first.
        place: Longitude and latitude in degrees (with crs: easting and northing); or a settlement's id or name, alone
            or with its region (Pokrovsk, Donetsk Oblast); or coordinates as people write them: 48°16'48"N 37°10'37"E,
            37UDP1342747925, geo:48.28,37.177, POINT(37.177 48.28), a Plus Code, or a link to a map.
        region: Region of the settlement, if several have the same name.

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "date": ("date", date),
            "list": ("flag", list),
            "lon": ("number", lon),
            "lat": ("number", lat),
            "x": ("number", x),
            "y": ("number", y),
            "crs": ("text", crs),
            "place": ("text", place),
            "region": ("text", region),
        }
        return self._ask("regimes", given)

    def settlements(
        self,
        lon: float | None = None,
        lat: float | None = None,
        *,
        q: str | None = None,
        date: Day | None = None,
        region: str | None = None,
        source: str | None = None,
        status: Literal["held", "contested", "claimed", "unknown"] | None = None,
        holder: str | None = None,
        since: Day | None = None,
        limit: int | None = None,
        near: str | None = None,
        x: float | None = None,
        y: float | None = None,
        crs: str | None = None,
        winding: str | None = None,
    ) -> Answer:
        """Find settlements by name, region or distance; control on a date and since when, by source.

        lon: Longitude in degrees on WGS 84.
        lat: Latitude in degrees on WGS 84.
        q: A name, alone or with its region, or a part of one; in English, Ukrainian or Russian, old names too.
        date: Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest).
        region: Region or group, or a raion or hromada by its KATOTTG code (default: all).
        source: Source ID (default: all sources).
        status: Only settlements with this status in some source.
        holder: Only settlements with this holder in some source.
        since: Only settlements of which some source states another status or holder since this day; the answer lists
            the changes.
        limit: Maximum number of results (default: all).
        near: A place as two numbers, a name or an id; the nearest to it is sought.
        x: Easting in the system of crs, in place of lon.
        y: Northing in the system of crs, in place of lat.
        crs: Reference system of the coordinates, such as EPSG:32637; easting or longitude first.
        winding: Direction of rings: rfc7946 (default), or d3, the other way, as d3-geo reads them.

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "q": ("text", q),
            "date": ("date", date),
            "region": ("text", region),
            "source": ("text", source),
            "status": ("word", status),
            "holder": ("text", holder),
            "since": ("date", since),
            "limit": ("whole", limit),
            "near": ("text", near),
            "lon": ("number", lon),
            "lat": ("number", lat),
            "x": ("number", x),
            "y": ("number", y),
            "crs": ("text", crs),
            "winding": ("text", winding),
        }
        return self._ask("settlements", given)

    def sources(
        self,
    ) -> Answer:
        """Sources: licence, coverage, precision, versions.


        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
        }
        return self._ask("sources", given)

    def regions(
        self,
        *,
        by: Literal["raion", "hromada"] | None = None,
        region: str | None = None,
        winding: str | None = None,
    ) -> Answer:
        """Regions and groups of regions.

        by: List the raions or hromadas of the regions in place of them: raion or hromada.
        region: A region or group; with by also a raion by its KATOTTG code (default: all, with by the six regions).
        winding: Direction of rings: rfc7946 (default), or d3, the other way, as d3-geo reads them.

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "by": ("word", by),
            "region": ("text", region),
            "winding": ("text", winding),
        }
        return self._ask("regions", given)

    def proposals(
        self,
        *,
        compare: str | Sequence[str] = (),
        date: Day | None = None,
        source: str | None = None,
        region: str | None = None,
        set: Mapping[str, Any] | None = None,
        winding: str | None = None,
    ) -> Answer:
        """Peace proposals, and what those named would change, side by side.

        compare: Up to 8 proposals to be compared side by side: IDs (default: list the proposals).
        date: Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest).
        source: Source ID (default: all sources).
        region: Region or group (default: every region and neighbour).
        set: Values of parameters that a text leaves open.
        winding: Direction of rings: rfc7946 (default), or d3, the other way, as d3-geo reads them.

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "compare": ("texts", compare),
            "date": ("date", date),
            "source": ("text", source),
            "region": ("text", region),
            "set": ("bindings", set),
            "winding": ("text", winding),
        }
        return self._ask("proposals", given)

    def proposal(
        self,
        id: str,
        *,
        date: Day | None = None,
        source: str | None = None,
        region: str | None = None,
        set: Mapping[str, Any] | None = None,
        winding: str | None = None,
    ) -> Answer:
        """What a peace proposal would change: control by region, settlements and population.

        id: Proposal ID.
        date: Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest).
        source: Source ID (default: all sources).
        region: Region or group (default: every region and neighbour).
        set: Values of parameters that a text leaves open.
        winding: Direction of rings: rfc7946 (default), or d3, the other way, as d3-geo reads them.

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "id": ("text", id),
            "date": ("date", date),
            "source": ("text", source),
            "region": ("text", region),
            "set": ("bindings", set),
            "winding": ("text", winding),
        }
        return self._ask("proposal", given)

    def evaluate(
        self,
        sent: str,
        *,
        date: Day | None = None,
        source: str | None = None,
        region: str | None = None,
        set: Mapping[str, Any] | None = None,
        winding: str | None = None,
    ) -> Answer:
        """What a proposal of your own, in TOML or JSON, would change.

        sent: the text of a proposal, TOML or JSON.
        date: Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest).
        source: Source ID (default: all sources).
        region: Region or group (default: every region and neighbour).
        set: Values of parameters that a text leaves open.
        winding: Direction of rings: rfc7946 (default), or d3, the other way, as d3-geo reads them.

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "date": ("date", date),
            "source": ("text", source),
            "region": ("text", region),
            "set": ("bindings", set),
            "winding": ("text", winding),
        }
        return self._ask("evaluate", given, sent)


class Drawings(Asker[str]):
    """Every question that is answered by a picture alone: SVG as a text."""

    def map(
        self,
        *,
        date: Day | None = None,
        source: str | None = None,
        claimant: str | None = None,
        bbox: tuple[float, float, float, float] | None = None,
        width: int | None = None,
        height: int | None = None,
        fit: bool = False,
        theme: Literal["light", "dark"] | None = None,
        bare: bool = False,
    ) -> str:
        """Map of control on a date as a picture (SVG), according to one source.

        date: Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest).
        source: Source ID (default: the source with outlines that covers most of the land, then the newest).
        claimant: Outline the regions that this party claims.
        bbox: Box to show: west, south, east, north in degrees (default: the six regions).
        width: Width in pixels (default: 860).
        height: Height in pixels (default: from the aspect ratio of the box).
        fit: The height is that of the whole picture, with title, legend and attribution (default: of the map alone).
        theme: Its colours (default: light).
        bare: Map only. You must show the title, legend, note and attribution yourself.

        Raises QuestionError where it is refused, with code, parameter and candidates.
        """
        given: dict[str, tuple[str, Any]] = {
            "date": ("date", date),
            "source": ("text", source),
            "claimant": ("text", claimant),
            "bbox": ("box", bbox),
            "width": ("whole", width),
            "height": ("whole", height),
            "fit": ("flag", fit),
            "theme": ("word", theme),
            "bare": ("flag", bare),
        }
        return self._ask("map", given)


WITH_GEOMETRY = ("changes", "disputes", "line", "settlements", "regions", "proposals", "proposal", "evaluate",)
