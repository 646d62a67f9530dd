"""Words that stand beside names, and names that are ordinary words. All folded."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """
    mr mrs ms miss mx messrs dr doctor prof professor sir dame lord lady baroness baron rev revd
    reverend cllr cllrs councillor councillors cllor coun alderman ald mayor mayoress hon canon
    father fr sister capt captain major maj col colonel lt sgt pc judge justice sheikh imam
    rabbi pastor bailie provost master mister madam comrade
    """
)
"""Forms of address and offices that stand directly before a family name."""

FORMERLY = frozenset({"nee", "formerly", "born", "previously"})
"""Words between a name and the one that was borne before."""

PARTICLES = _words(
    """
    de del della di da das do dos du la le van von der den ter ten bin bint ibn al el ap ab
    ferch verch mac mc san st fitz
    """
)
"""Words that belong to the family name after them: "Jane de Marlow" is not a Marlow."""

JOINING = frozenset({"and", "or", "with", "plus"})

NEVER_MIDDLE = _words(
    """
    and or the a an of for with to by from at in on is was as has had are were be that who said
    says told asked nee formerly born aka v vs versus plus not but if when while than about
    """
)
"""Words that are no middle name even where all is written in capitals."""

NO_INITIALS = (NEVER_MIDDLE - {"a"}) | TITLES
"""Words that are no initials, however short."""

PLACES_AND_FIRMS = _words(
    """
    road rd street avenue ave close lane court drive gardens grove crescent terrace mews house
    hall lodge building buildings centre center school academy college library hospital hospice
    theatre bridge playground pavilion trust foundation charity fund scholarship prize award
    trophy cup memorial ltd limited plc llp lp inc cic gmbh
    primary secondary infant infants arms inn playing sports gallery museum clinic surgery estate
    stadium wing room suite way walk row square
    """
)
"""Words after a name that make it a place, a firm or a foundation called after somebody."""

FIRMS_AFTER_AND = frozenset({"sons", "son", "co", "company", "partners", "daughters", "daughter"})

JOINED_TO = frozenset(
    {"led", "based", "style", "run", "owned", "backed", "inspired", "era", "born", "like", "free"}
)
"""Words that a hyphen joins to any name: "the Marlow-led group"."""

ORDINARY = _words(
    """
    april august autumn bill bob bonny candy carol charity chase christian clay cliff dale dawn
    dean drew earl eve faith frank gene ginger grace grant harmony hazel heath heather holly
    hope iris ivy jack jade jasmine jay jet joy june lily mark may melody mercy miles nick
    norman olive page pat patience pearl penny piers pierce poppy prudence ray reed rich rob
    robin rock rose ruby rusty sage sandy skip sky sonny sue summer victor violet warren will
    abbey alder allen archer arch ash ball bank banks barn bars bay beach bean bear beck bell
    best bird birch bishop black blue boat bond bone boot bow bowl box boys bread bridge bridges
    bright brook brooks brown bull burn bush bye camp carpenter cash castle chamber chambers
    chance chapel chest chief child church close coal cole cook coop corn cotton couch court cow
    cox craft crane crisp cross crow crown cry cutting dance dark darling day days deal dear
    deer dew dove down drake dry duck duke dyer east eden english fair farm farmer fear feather
    fell fence fern field fields finch fish fisher fitter flood flower flowers flint foot ford
    forest forth fowler fox freeman french friend frost fry fuller fun game garden gardener gate
    gates giles glass glen gold golden good goode goodman gore gosling grace grain grave graves
    gray green grey ground groom grove guest gun hall ham hand hands hard hare hart harvest
    haven hawk hay hazard head heard heart hedges high hill hills hind hogg hole home honey hood
    hook hope horn horne house howe hunt hunter hurst ice inch innocent irons island jewel
    joiner jolly judge justice keen key keys king kings kirk kitchen knight ladd lake lamb land
    lane large last law lawn lay leaf lee light line lines little lock lodge long loud love low
    luck major male mann manor march mare market marsh marshall mason mead meadow meadows means
    mellow merry mill miller mills mint money monk moon moor moore more moss mould mount
    mountain mouse nail new newman night noble noon north nurse oak old orchard over paige paine
    parish park parks parish parsons partridge pass peace peach peacock pears pen penny pepper
    perfect person pike pilgrim pill pitt place plant plum poole pool poor pope port porter post
    potter potts power powers price pride priest prince prior proud purple purse quick quiet
    race rain raven read reader real rice rich riches ridge ring rings river rivers road rock
    rogers roof rook room rooms root rope rose round row rush rust sadler sale sales salmon salt
    sand sands savage saw school scott sea seal seaman self shaft sharp shaw sheep sheppard ship
    shore short silver singer slack small snow son south spark sparks sparrow speed spice spring
    squire stable stack staff star stark steel steer step stock stone stones storey storm
    strange stream street strong style summer summers sun swan sweet swift tail tall taylor
    temple thorn thorns tidy tiller toll tongue top tower town towns trees trout true turner
    twigg vale veal vine wade wait wake walker wall walls ward water waters way weather weaver
    webb weeks well wells west wheeler whale wheat white whitehead wild wilde wilder winter wise
    wolf wood woods wool word work worth wren yard young
    call contact edit email hide like mail reply save send share show view visit
    """
)
"""Names that are words of the language too: a name of two such words is only met where both begin
with a capital ("mark field boundaries"), and one of them after a name may begin something else
("Jane Marlow Green Party")."""

NO_GIVEN_NAMES = _words(
    """
    will may page said dean major bishop baron duke earl king prince sister judge president
    senior junior deputy chair labour lib independent candidate author director secretary clerk
    agent contact proposer seconder trustee mum dad aunt auntie uncle the for and our
    """
)
"""Words that stand before a name for another reason than being somebody's first name."""
