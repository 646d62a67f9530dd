"""Names of towns of the United Kingdom: what, after a street, says that it is in another town."""

from __future__ import annotations

from scanner.text.normalise import fold

_TOWNS = """
aberaeron, abercynon, aberdare, aberdeen, abergavenny, abergele, abertillery, aberystwyth, abingdon,
accrington, airdrie, aldeburgh, aldershot, alfreton, alloa, alnwick, alton, altrincham, amersham,
ammanford, andover, annan, antrim, arbroath, armagh, ashbourne, ashby de la zouch, ashford,
ashington, ashton under lyne, atherstone, axminster, aylesbury, ayr, bakewell, ballyclare,
ballymena, ballymoney, banbridge, banbury, banff, bangor, barking, barmouth, barnard castle, barnet,
barnoldswick, barnsley, barnstaple, barrow in furness, barry, basildon, basingstoke, bath, bathgate,
batley, battle, beaconsfield, bebington, beccles, bedford, bedlington, bedworth, belfast, belper,
berkhamsted, berwick upon tweed, beverley, bewdley, bexhill on sea, bexley, bicester, bideford,
biggleswade, billericay, billingham, bingley, birkenhead, birmingham, bishop auckland, bishop's
stortford, blackburn, blackpool, blaenau ffestiniog, blandford forum, blyth, bodmin, bognor regis,
bolsover, bolton, bootle, boston, bournemouth, bourne, bracknell, bradford, bradford on avon,
braintree, brecon, brentford, brentwood, bridgend, bridgnorth, bridgwater, bridlington, bridport,
brierley hill, brighouse, brightlingsea, brighton, bristol, brixham, bromley, bromsgrove, broxburn,
buckingham, bude, burgess hill, burnham on sea, burnley, burntwood, burton on trent, burton upon
trent, bury, bury st edmunds, buxton, caernarfon, caerphilly, caldicot, camberley, camborne,
cambridge, campbeltown, cannock, canterbury, cardiff, cardigan, carlisle, carmarthen, carnforth,
carrickfergus, carshalton, castle cary, castleford, caterham, chard, chatham, cheadle, chelmsford,
cheltenham, chepstow, chertsey, chesham, cheshunt, chester, chester le street, chesterfield,
chichester, chippenham, chipping norton, chipping sodbury, chorley, christchurch, church stretton,
cinderford, cirencester, clacton on sea, cleckheaton, cleethorpes, clevedon, clitheroe, clydebank,
coalville, coatbridge, cockermouth, colchester, coleraine, colne, colwyn bay, congleton, consett,
conwy, cookstown, corby, corsham, coventry, cowbridge, cowdenbeath, cowes, craigavon, cramlington,
cranbrook, cranleigh, crawley, crediton, crewe, crewkerne, crieff, cromer, crook, croydon,
cullompton, cumbernauld, cumnock, cupar, cwmbran, dagenham, dalkeith, darlington, dartford,
dartmouth, darwen, daventry, dawlish, deal, deeside, denbigh, derby, dereham, devizes, dewsbury,
didcot, dingwall, diss, doncaster, dorchester, dorking, dover, downham market, downpatrick,
driffield, droitwich, dronfield, dudley, dukinfield, dumbarton, dumfries, dunbar, dunblane, dundee,
dunfermline, dungannon, dunstable, durham, dursley, easingwold, east grinstead, east kilbride,
eastbourne, eastleigh, ebbw vale, edenbridge, edgware, edinburgh, egham, elgin, ellesmere port, ely,
enfield, enniskillen, epping, epsom, erith, esher, evesham, exeter, exmouth, eye, falkirk, falmouth,
fareham, faringdon, farnborough, farnham, faversham, felixstowe, ferryhill, filey, fishguard, fleet,
fleetwood, flint, folkestone, forfar, fort william, frinton on sea, frodsham, frome, gainsborough,
galashiels, gateshead, gerrards cross, gillingham, glasgow, glastonbury, glenrothes, glossop,
gloucester, godalming, goole, gosport, grangemouth, grantham, gravesend, grays, great malvern, great
yarmouth, greenock, grimsby, guildford, guisborough, haddington, hailsham, halesowen, halesworth,
halifax, halstead, haltwhistle, hamilton, harlow, harpenden, harrogate, harrow, hartlepool, harwich,
haslemere, hastings, hatfield, havant, haverfordwest, haverhill, hawick, haywards heath, hebden
bridge, helensburgh, helston, hemel hempstead, henley on thames, hereford, herne bay, hertford,
hexham, heywood, high wycombe, hinckley, hitchin, hoddesdon, holmfirth, holsworthy, holyhead,
holywell, honiton, horley, horncastle, hornchurch, hornsea, horsham, houghton le spring, hounslow,
hove, hucknall, huddersfield, hull, hungerford, hunstanton, huntingdon, hyde, hythe, ilford,
ilfracombe, ilkeston, ilkley, ilminster, inverness, inverurie, ipswich, irvine, isleworth, jarrow,
johnstone, keighley, kendal, kenilworth, keswick, kettering, kidderminster, kidlington, kilmarnock,
kilsyth, kilwinning, king's lynn, kings lynn, kingsbridge, kingston upon hull, kingston upon thames,
kirkby, kirkcaldy, kirkintilloch, knaresborough, knutsford, lampeter, lanark, lancaster, larkhall,
larne, launceston, leamington spa, leatherhead, leeds, leek, leicester, leighton buzzard, leith,
leominster, lerwick, letchworth, leven, lewes, leyland, lichfield, limavady, lincoln, linlithgow,
lisburn, liskeard, littlehampton, liverpool, livingston, llandrindod wells, llandudno, llanelli,
llangefni, llangollen, london, londonderry, long eaton, loughborough, loughton, louth, lowestoft,
ludlow, lurgan, luton, lutterworth, lyme regis, lymington, lytham st annes, mablethorpe,
macclesfield, machynlleth, maesteg, magherafelt, maidenhead, maidstone, maldon, malmesbury, malton,
malvern, manchester, mansfield, march, margate, market drayton, market harborough, market rasen,
marlborough, marlow, maryport, matlock, melksham, melton mowbray, merthyr tydfil, mexborough,
middlesbrough, middlewich, midhurst, midsomer norton, mildenhall, milford haven, milton keynes,
minehead, mirfield, mitcham, mold, monmouth, montrose, morecambe, morley, morpeth, motherwell,
mountain ash, musselburgh, nailsea, nairn, nantwich, narberth, neath, nelson, neston, new malden,
new romney, newark, newark on trent, newbury, newcastle, newcastle under lyme, newcastle upon tyne,
newhaven, newmarket, newport, newport pagnell, newquay, newry, newton abbot, newton aycliffe, newton
le willows, newtown, newtownabbey, newtownards, normanton, north berwick, north shields, north
walsham, northallerton, northampton, northwich, norwich, nottingham, nuneaton, oakham, oban,
okehampton, oldbury, oldham, omagh, ormskirk, ossett, oswestry, otley, oxford, oxted, padstow,
paignton, paisley, peebles, pembroke, pembroke dock, penarth, penicuik, penrith, penryn, penzance,
perth, peterborough, peterhead, peterlee, petersfield, pickering, pinner, pitlochry, plymouth,
pontefract, pontypool, pontypridd, poole, port talbot, portadown, porthcawl, porthmadog, portishead,
portrush, portsmouth, potters bar, prescot, prestatyn, preston, prestwick, princes risborough,
pudsey, pulborough, purfleet, purley, pwllheli, radstock, rainham, ramsgate, rawtenstall, rayleigh,
reading, redcar, redditch, redhill, redruth, reigate, retford, rhyl, richmond, rickmansworth,
ripley, ripon, rochdale, rochester, romford, romsey, ross on wye, rotherham, royston, rugby,
rugeley, ruislip, runcorn, rushden, ruthin, ryde, rye, saffron walden, salford, salisbury, saltash,
sandbach, sandown, sandwich, sandy, scarborough, scunthorpe, seaford, seaham, seaton, selby,
selkirk, settle, sevenoaks, shaftesbury, sheerness, sheffield, shepton mallet, sherborne, shipley,
shoreham by sea, shrewsbury, sidcup, sidmouth, sittingbourne, skegness, skelmersdale, skipton,
sleaford, slough, smethwick, solihull, south molton, south shields, southall, southampton, southend
on sea, southport, southsea, southwell, southwold, spalding, spennymoor, st albans, st andrews, st
asaph, st austell, st helens, st ives, st leonards on sea, st neots, stafford, staines, stalybridge,
stamford, stanley, stanmore, stevenage, stirling, stockport, stockton on tees, stoke on trent,
stone, stonehaven, stornoway, stourbridge, stourport on severn, stowmarket, strabane, stranraer,
stratford upon avon, street, stroud, sturminster newton, sudbury, sunbury on thames, sunderland,
surbiton, sutton, sutton coldfield, sutton in ashfield, swadlincote, swaffham, swanage, swanley,
swansea, swindon, tadcaster, tadworth, tain, tamworth, taunton, tavistock, teddington, teignmouth,
telford, tenbury wells, tenby, tenterden, tetbury, tewkesbury, thame, thatcham, thetford, thirsk,
thornaby, thurso, tidworth, tilbury, tipton, tiverton, todmorden, tonbridge, tonypandy, torpoint,
torquay, totnes, towcester, tredegar, tring, troon, trowbridge, truro, tunbridge wells, twickenham,
uckfield, ulverston, upminster, uppingham, uttoxeter, uxbridge, ventnor, wadebridge, wakefield,
wallasey, wallingford, wallington, wallsend, walsall, waltham abbey, waltham cross, walton on
thames, wantage, ware, wareham, warminster, warrington, warwick, washington, watford, wednesbury,
wellingborough, wellington, wells, welshpool, welwyn garden city, wembley, west bromwich, west
drayton, westbury, westerham, weston super mare, wetherby, weybridge, weymouth, whitby, whitchurch,
whitehaven, whitley bay, whitstable, wick, widnes, wigan, wigston, wilmslow, wimborne, winchester,
windermere, windsor, winsford, wirral, wisbech, witham, withernsea, witney, woking, wokingham,
wolverhampton, woodbridge, woodford green, woodstock, worcester, worcester park, workington,
worksop, worthing, wotton under edge, wrexham, wymondham, yarm, yate, yelverton, yeovil, york
"""


def place_word(word: str) -> str:
    """A folded word of a place's name as it is compared: without apostrophes, and without a last
    "s", which may be a possessive's ("Wexcombe's") or go without its apostrophe ("Bishops")."""
    bare = word.replace("'", "")
    return bare[:-1] if len(bare) > 3 and bare.endswith("s") else bare


_ORDINARY = {"street", "eye", "stone", "battle", "march", "reading", "ware", "deal", "settle"}
TOWNS = frozenset(
    " ".join(map(place_word, fold(name).split()))
    for name in _TOWNS.replace("\n", " ").split(",")
    if name.strip() not in _ORDINARY
)
"""In canonical words. Not all of them, and none that is an ordinary word: it can make surer that a
place is another one, never that it is the person's own."""

FIRST_WORDS = frozenset(town.split()[0] for town in TOWNS)
_ENDINGS = (
    "ham", "ton", "ford", "bury", "borough", "burgh", "moor", "wick", "stead", "combe", "mouth",
    "chester", "cester", "caster", "pool", "minster", "thorpe", "worth", "bourne", "haven", "wold",
    "hampton", "shaw", "hurst", "sea", "dale", "bridge", "field", "keld", "beck", "firth", "wich",
    "gate", "port", "holme", "ness", "toft", "cott", "mere", "hithe", "pont", "leigh", "stow",
)  # fmt: skip


def is_town(words: str) -> bool:
    """Whether words, each as `place_word` has it, name a well-known town."""
    return words in TOWNS


def is_like_a_town(words: str) -> bool:
    """Whether such words are a town's, or end as names of places do."""
    return words in TOWNS or (len(words) > 5 and words.endswith(_ENDINGS))
