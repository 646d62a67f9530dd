"""Ground truth of the catalogue: where the candidate of the town is, where not, and who won't say.

Written by hand, for the town: each line is what a scan has to come to at that source. It is no copy
of the rules: a source whose rule knows how to tell a find may well know nothing of her.
"""

from __future__ import annotations

from scanner.model.outcome import OutcomeKind

_FOUND, _ABSENT = OutcomeKind.FOUND, OutcomeKind.ABSENT
_REFUSES = OutcomeKind.BLOCKED
"""An answer that proves nothing: blocked, stale or failed."""


def _all(outcome: OutcomeKind, sources: str) -> dict[str, OutcomeKind]:
    return dict.fromkeys(sources.split(), outcome)


HAND_MADE: dict[str, OutcomeKind] = {
    **_all(
        _FOUND,
        """
        src.arch.wayback_cdx src.code.github_user src.domain.own_site src.domain.rdap src.local.foi
        src.page.given src.page.lead src.reg.ch_officers src.search.searxng
        """,
    ),
    **_all(_ABSENT, "src.code.gravatar src.soc.bluesky src.soc.telegram src.soc.blog"),
    **_all(
        _REFUSES,
        "src.code.gitlab src.code.gitlab_commits src.soc.mastodon src.soc.tiktok src.soc.linkhub",
    ),
}
"""Sources that the sites of the town answer for (see `scanner.demo.services`)."""

_AT_HOME_ONLINE = _all(
    _FOUND,
    """
    src.code.keyserver src.give.justgiving src.market.etsy src.photo.flickr src.photo.flickr_places
    src.pro.dribbble src.soc.aboutme src.soc.bluesky_domain src.soc.commons_uploads
    src.soc.gravatar_name src.soc.inaturalist src.soc.inaturalist_records src.soc.letterboxd
    src.soc.lichess src.soc.mse_forum src.soc.osm src.soc.reddit_api src.soc.reddit_posts
    src.soc.untappd src.soc.webfinger src.soc.wikipedia_user src.soc.youtube_api src.sport.aprs
    """,
)
"""She has kept her handle for fifteen years: pots, pictures, beer, birds, chess, films, maps."""

_NOT_HERS = _all(
    _ABSENT,
    """
    src.code.bitbucket src.code.codeberg src.code.codewars src.code.devto src.code.dockerhub
    src.code.github_commits src.code.github_gists src.code.github_keys src.code.github_links
    src.code.github_orgs src.code.github_repos src.code.keyserver_ubuntu src.code.launchpad
    src.code.scratch src.code.stackoverflow src.give.opencollective src.soc.anilist
    src.soc.bandcamp src.soc.biolink src.soc.blog_posts src.soc.blogspot src.soc.bluesky_names
    src.soc.bluesky_posts src.soc.chess_com src.soc.deviantart src.soc.digitalspy src.soc.discogs
    src.soc.hackernews src.soc.hackernews_posts src.soc.keybase src.soc.lemmy src.soc.librarything
    src.soc.mastodon_social src.soc.monzo_forum src.soc.openlibrary src.soc.postcrossing
    src.soc.roblox src.soc.speedrun src.soc.steam src.soc.substack src.soc.tumblr
    """,
)
"""Games and cartoons are not for her, she writes no programs, and the other blog is not hers."""

_CLOSED = _all(_REFUSES, "src.code.github_code src.soc.lastfm src.soc.x_api src.soc.mastodon_posts")
"""Services that turn this network away, and an instance that shows nothing to strangers."""

_SEARCHED = {
    **_all(
        _FOUND,
        """
        src.arch.commoncrawl src.arch.commoncrawl_site src.arch.urlscan src.arch.wayback_site
        src.breach.hibp src.sport.gbif src.local.minutes src.photo.openverse src.search.brave
        src.search.marginalia
        """,
    ),
    **_all(
        _ABSENT,
        """
        src.arch.wayback_copy src.breach.hibp_domain src.breach.hibp_pastes src.breach.hibp_prefix
        src.doc.zenodo src.local.old_notices src.people.wikitree src.press.family_search
        src.pro.computing_papers src.pro.research_grants
        """,
    ),
    **_all(_REFUSES, "src.search.mojeek"),
}
"""What engines, archives and lists of leaks hold of her."""

_ON_REGISTERS = _all(
    _FOUND,
    """
    src.pro.library_names src.pro.orcid src.pro.orcid_name src.pro.papers src.reg.ch_appointments
    src.reg.ch_companies src.reg.ch_filings src.reg.ch_psc src.reg.charity_ew src.reg.ec_donations
    src.reg.fhrs src.reg.gazette src.reg.govuk src.reg.opencorporates src.reg.patents
    src.reg.schools src.reg.theses src.reg.waste_carriers
    """,
)
"""She turns pots for a living, governs a school, bakes for the fair and moved rubble once."""

_ON_NO_REGISTER = _all(
    _ABSENT,
    """
    src.reg.caselaw src.reg.ch_disqualified src.reg.ec_loans src.reg.ec_parties src.reg.tribunals
    src.reg.waste_exemptions src.sport.chess_ecf
    """,
)
"""No court, no tribunal, no loan."""

_IN_POLITICS = {
    **_all(
        _FOUND,
        """
        src.local.cllr_page src.local.cllr_profile src.local.cllr_service src.local.club_site
        src.local.council_papers src.local.dc_ballot src.local.dc_person src.local.parish_site
        src.local.planit src.local.wcivf src.pol.hansard src.pol.leaflets src.pol.petitions
        src.pol.scottish_petitions src.pol.senedd_petitions src.pol.twfy src.pol.wikidata
        src.press.gdelt src.press.local_paper src.press.podcasts src.sport.go_players
        """,
    ),
    **_all(
        _ABSENT,
        """
        src.pol.interests src.pol.members src.pol.ni_interests src.pol.scottish_members
        src.pol.senedd src.pol.wikipedia
        """,
    ),
    **_all(_REFUSES, "src.press.guardian"),
}
"""A town councillor who has not sat in any parliament, though she was once named in one."""

_ON_HER_OWN_SITE = {
    **_all(
        _FOUND,
        """
        src.doc.own_file src.domain.backups src.domain.crtsh src.domain.dns_soa src.domain.feed
        src.domain.git_head src.domain.humans_txt src.domain.listings src.domain.own_page
        src.domain.security_txt src.domain.wp_media src.domain.wp_users
        """,
    ),
    **_all(
        _ABSENT,
        """
        src.domain.dns_dmarc src.domain.dns_txt src.domain.wp_author src.domain.wp_oembed
        src.domain.wp_pages src.domain.wp_sitemap
        """,
    ),
    **_all(_REFUSES, "src.domain.git_log"),
}
"""A nephew set it up."""

CAST: dict[str, OutcomeKind] = {
    **_AT_HOME_ONLINE,
    **_NOT_HERS,
    **_CLOSED,
    **_ON_REGISTERS,
    **_ON_NO_REGISTER,
    **_IN_POLITICS,
    **_ON_HER_OWN_SITE,
    **_SEARCHED,
}
"""Sources that answer from their own recorded examples, of the outcome that is written here."""

ALSO_AT: dict[str, str] = {
    "src.reg.ch_appointments": (
        "https://api.company-information.service.gov.uk"
        "/officers/wQ8demoK3vL0a1TzJmE2rXyPqSc/appointments"
    ),
    "src.domain.own_page": "https://marlow-for-wexcombe.example/privacy",
}
"""Pages that the town's own sites name, by the source that reads them."""
