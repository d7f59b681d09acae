import pytest

from tour.narration.normalise import spoken

READINGS = [
    (
        "On 15 August 1937 Yezhov signed an order of the NKVD.",
        "On the fifteenth of August nineteen thirty-seven Yezhov signed an order of the N K V D.",
    ),
    (
        "The 15th of August 1937, August 15, 1937.",
        "The fifteenth of August nineteen thirty-seven, August fifteenth, nineteen thirty-seven.",
    ),
    ("From 6–10 January 1938.", "From the sixth to the tenth of January nineteen thirty-eight."),
    ("Between 5 and 10 January.", "Between the fifth and the tenth of January."),
    ("It opened on 31.05.2007.", "It opened on the thirty-first of May two thousand seven."),
    ("In the 1930s, in the '40s.", "In the nineteen thirties, in the forties."),
    ("The 2000s, the 1900s.", "The two thousands, the nineteen hundreds."),
    (
        "In 1905, 1900, 2000 and 2018.",
        "In nineteen oh five, nineteen hundred, two thousand and twenty eighteen.",
    ),
    ("Held from 1938 to 1942.", "Held from nineteen thirty-eight to nineteen forty-two."),
    ("Open 1938–1953.", "Open nineteen thirty-eight to nineteen fifty-three."),
    ("The winter of 1937–38.", "The winter of nineteen thirty-seven to thirty-eight."),
    ("In 2013 a visitor came.", "In twenty thirteen a visitor came."),
    ("About 2000 women.", "About two thousand women."),
    ("There were 1507 children.", "There were one thousand five hundred and seven children."),
    (
        "7,620 names, 7 620 names.",
        "seven thousand six hundred and twenty names, seven thousand six hundred and twenty names.",
    ),
    ("Order number 00486.", "Order number zero zero four eight six."),
    (
        "Order no. 00758, No. 26, № 17.",
        "Order number zero zero seven five eight, number twenty-six, number seventeen.",
    ),
    ("Point 26 is the 26th stop.", "Point twenty-six is the twenty-sixth stop."),
    ("At −40 °C, or -35.", "At minus forty degrees Celsius, or minus thirty-five."),
    (
        "50% or 50 %, 3.5 km, 1 km.",
        "fifty percent or fifty percent, three point five kilometres, one kilometre.",
    ),
    ("Children aged 1–3.", "Children aged one to three."),
    ("At 10:00 and 18:30.", "At ten o'clock and eighteen thirty."),
    ("The USSR and the U.S.S.R.", "The U S S R and the U S S R."),
    ("GULAG is read as a word.", "Gulag is read as a word."),
    ("T. Ryskulov met Mr. Smith.", "T Ryskulov met Mister Smith."),
    ("World War II, Nicholas II.", "World War two, Nicholas the second."),
    ("The 1937 order, on May 31st.", "The nineteen thirty-seven order, on May thirty-first."),
    ("The 1930s–1950s, 600 g.", "The nineteen thirties to nineteen fifties, six hundred grams."),
    ("The XX Congress.", "The twentieth Congress."),
    ("“Wait” — he said (low)… why?!", "Wait, he said, low… why?"),
    ("The word «точка» is Russian.", "The word tochka is Russian."),
    ("The 18,000th woman, the 21st.", "The eighteen thousandth woman, the twenty-first."),
    ("Order 1,500th of 12 000th.", "Order one thousand five hundredth of twelve thousandth."),
    # Numbers of an article and its part are no range; plural articles and long dashes are.
    ("Under Article 58-10.", "Under Article fifty-eight ten."),
    ("Article 58-1a, No. 58-10-11.", "Article fifty-eight one a, number fifty-eight ten eleven."),
    ("Articles 58-10 and 58-11.", "Articles fifty-eight ten and fifty-eight eleven."),
    ("Article 58–10, Art. 7-8.", "Article fifty-eight ten, Article seven eight."),
    (
        "Articles 58-60, paragraphs 1–3 and paragraph 5–7.",
        "Articles fifty-eight to sixty, paragraphs one to three and paragraph five to seven.",
    ),
    (
        "Under Article 58, 1937-38, aged 20-30.",
        "Under Article fifty-eight, nineteen thirty-seven to thirty-eight, aged twenty to thirty.",
    ),
    ("Built c.1937, c. 1750.", "Built circa nineteen thirty-seven, circa seventeen fifty."),
    ("From c.1937–38.", "From circa nineteen thirty-seven to thirty-eight."),
    (
        "c.500 men, c.1,500 women, c. 2000 people.",
        "circa five hundred men, circa one thousand five hundred women, circa two thousand people.",
    ),
    ("On August 15–20.", "On August fifteenth to the twentieth."),
    (
        "August 15-20, 1937, on May 3rd–5th.",
        "August fifteenth to the twentieth, nineteen thirty-seven, on May third to the fifth.",
    ),
    ("On 31 May-1 June.", "On the thirty-first of May to the first of June."),
    ("On May 31 – June 1.", "On May thirty-first to June first."),
    (
        "From 31.05.2007–01.06.2008.",
        "From the thirty-first of May two thousand seven to the first of June two thousand eight.",
    ),
    (
        "In May–June, May 1937–June 1938.",
        "In May to June, May nineteen thirty-seven to June nineteen thirty-eight.",
    ),
    ("It opened in May – June was dry.", "It opened in May, June was dry."),
    ("In barrack No 17 women slept.", "In barrack number seventeen women slept."),
    ("No 17 was hers. Nos 5 and 6.", "number seventeen was hers. numbers five and six."),
    ("No 17 women came, no 17 too.", "No seventeen women came, no seventeen too."),
    ("No 17-year-old. No 5 of them.", "No seventeen year-old. No five of them."),
    (
        "After WWI and before WWII, in WW2.",
        "After World War One and before World War Two, in World War Two.",
    ),
    ("The XX Party Congress.", "The twentieth Party Congress."),
    (
        "The XX CPSU Congress, the XIX–XX centuries.",
        "The twentieth C P S U Congress, the nineteenth to twentieth centuries.",
    ),
    ("In the ITL of the UNKVD, a POW.", "In the I T L of the U N K V D, a P O W."),
    ("The CPSU, OGPU, KGB, FBI, KAZSSR.", "The C P S U, O G P U, K G B, F B I, K A Z S S R."),
    (
        "ALZHIR, KARLAG, SMERSH, STRENGTH, CHEKA, ZHIR.",
        "Alzhir, Karlag, Smersh, Strength, Cheka, Zhir.",
    ),
    (
        "For $5, £1, €5, ¥5 or 1000 ₸.",
        "For five dollars, one pound, five euros, five yen or one thousand tenge.",
    ),
    (
        "£1m, $1.5bn, $2 million.",
        "one million pounds, one point five billion dollars, two million dollars.",
    ),
    ("$5.50, £1.05, $7.00, €1.", "five dollars fifty, one pound oh five, seven dollars, one euro."),
    (
        "€5m–€10m, a $5 note, £0.50.",
        "five million euros to ten million euros, a five dollar note, fifty pence.",
    ),
    ("5 000₽, $5–10, £5-£10.", "five thousand roubles, five to ten dollars, five to ten pounds."),
    (
        "1.5m people, 2m women, 3m away, 2bn.",
        "one point five million people, two million women, three metres away, two billion.",
    ),
    (
        "½ a loaf, ¼ of it, 1½ loaves, ¾.",
        "half a loaf, one quarter of it, one and a half loaves, three quarters.",
    ),
    (
        "½ kg, 2½ km, ¼ ha.",
        "half a kilogram, two and a half kilometres, one quarter of a hectare.",
    ),
    ("1/3, 2/3 of them, 1 1/2.", "one third, two thirds of them, one and a half."),
    ("No. 1/3, 9/11, 1/5/1938.", "number one three, nine eleven, one five nineteen thirty-eight."),
    ("5×5 m, 5 x 5, 3 m × 4 m.", "five by five metres, five by five, three metres by four metres."),
    ("10× more.", "ten times more."),
    (
        "~50, ≈ 2000 women, ~1937, ±2.",
        "about fifty, about two thousand women, about nineteen thirty-seven, plus or minus two.",
    ),
    (
        "<5, > 6, ≤7, ≥8.",
        "less than five, more than six, at most seven, at least eight.",
    ),
    ("± 3, 6÷2, 5‰.", "plus or minus three, six divided by two, five per thousand."),
    ("60 km/h, 300 g/day.", "sixty kilometres per hour, three hundred grams per day."),
    (
        "5 m², 1 m³, §§ 5–7, a@b.",
        "five square metres, one cubic metre, sections five to seven, a at b.",
    ),
    ("The prisoners' trees; Jüri's stone.", "The prisoners trees, Jüri's stone."),
]


@pytest.mark.parametrize(("written", "expected"), READINGS)
def test_readings(written: str, expected: str) -> None:
    assert spoken(written, "en", ()).spoken == expected


@pytest.mark.parametrize("expected", [expected for _, expected in READINGS])
def test_a_reading_reads_as_itself(expected: str) -> None:
    assert spoken(expected, "en", ()).spoken == expected
