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
    ("The prisoners' trees; Jüri's stone.", "The prisoners trees, Jüri's stone."),
]


@pytest.mark.parametrize(("written", "expected"), READINGS)
def test_readings(written: str, expected: str) -> None:
    assert spoken(written, "en", ()).spoken == expected


@pytest.mark.parametrize("expected", [expected for _, expected in READINGS])
def test_a_reading_reads_as_itself(expected: str) -> None:
    assert spoken(expected, "en", ()).spoken == expected
