"""Common given names of the United Kingdom, to tell "Sarah Jane Marlow" from "said Jane Marlow"."""

from __future__ import annotations

_NAMES = """
aaron abbie abdul abigail adam adele adrian agnes ahmed aidan aileen ailsa aisha alan alana albert
alex alexa alexander alexandra alfie alfred ali alice alison alistair amanda amber amelia amina amir
amy andrea andrew angela angus anita ann anna annabel anne annette annie anthony antonia anwen
april archie arthur asha ava barbara barry beatrice becky belinda ben benjamin bernard bernadette
beryl beth bethan betty beverley bill billy bob bradley brenda brian bridget bronwen bruce bryn
callum cameron carl carol caroline carys catherine cathy catrin cecilia ceri charles charlie
charlotte chloe chris christian christina christine christopher claire clare clive colin connor
craig cynthia daisy daniel danielle darren david dawn dean debbie deborah declan denise dennis derek
diana diane dominic donald donna doris dorothy douglas dylan eileen eilidh elaine eleanor elin eliza
elizabeth ella ellen ellie elsie emily emma emrys eric erin esther ethan eva eve evelyn evie ewan
faith fatima felicity fergus finlay fiona florence frances francis frank fred freda freddie
frederick freya gareth gary gavin gemma geoffrey george georgia georgina gerald geraldine gillian
gina gladys glen glenys glyn gordon grace graeme graham greg gwen gwyneth hannah harold
harriet harriette harry hassan hazel heather heidi helen henry hilary hilda holly howard hugh
huw ian ibrahim imogen imran ingrid irene iris isaac isabel isabella isla ivan ivor ivy jack jackie
jacob jacqueline jade jake james jamie jan jane janet janice jasmine jason jay jayne jean jeff
jeffrey jemma jenna jennifer jenny jeremy jess jessica jill jim joan joanna joanne jodie joe joel
john johnathan jon jonathan jordan joseph josephine josh joshua joy joyce judith judy julia julian
julie june justin karen karl kate katherine kathleen kathryn kathy katie katy kay keith kelly ken
kenneth kerry kevin khadija kieran kim kirsten kirsty kyle laura lauren lawrence leah leanne lee
lena leo leon leonard leslie lesley lewis liam lily linda lindsay lindsey lisa liz lloyd logan lola
lorna lorraine louis louise lucas lucy luke lydia lynda lynn lynne madeleine maggie malcolm mandy
marcus margaret maria marian marie marilyn marion mark marlene martha martin mary maryam matilda
matthew maureen max maxine megan mel melanie melissa mia michael michelle mick mike mildred millie
miriam mohammad mohammed moira molly mona monica morgan muhammad muriel murray myra nadia nancy
naomi natalie natasha nathan neil nia nicholas nick nicola nicole nigel nina noah nora noreen norma
norman olive oliver olivia olwen omar oscar owen paige pamela pat patricia patrick paul paula
pauline penelope penny peter phil philip phillip phoebe phyllis polly poppy priya rachel ralph ray
raymond rebecca reece reg rhian rhiannon rhys richard rita robert robin rod roger ron ronald rory
rosa rosalind rose rosemary rosie ross roxanne roy ruby rupert russell ruth ryan sadie saira sally
sam samantha samina samuel sana sandra sara sarah scott sean sebastian shannon sharon shaun sheila
shirley sian sidney simon simone sonia sophia sophie stacey stanley stella stephanie stephen steve
steven stewart stuart sue susan susanna suzanne sybil sylvia tamsin tania tanya tara ted teresa
terence terry tess thelma theo theresa thomas tim timothy tina toby todd tom tony tracey tracy
trevor tricia tyler ursula valerie vanessa vera verity veronica vicky victor victoria vincent viola
violet vivian vivien walter warren wayne wendy wilfred william winifred xavier yasmin yvonne
zac zachary zahra zara zena zoe
"""
GIVEN_NAMES = frozenset(_NAMES.split())
"""Folded. A missing name makes a longer name be taken for the person's; words that often stand
before a name for another reason ("Will Jane Marlow stand?") are left out on purpose."""
