using MlOps.Domain.Patterns;

namespace MlOps.Domain.Tests.Patterns;

public class DetectedPatternTests
{
    [Fact]
    public void A_name_that_is_too_long_is_cut_and_stays_different_from_others()
    {
        var (first, second) = (Name(new string('x', 300)), Name(new string('x', 299) + "y"));
        Assert.Equal((255, 255), (first.Length, second.Length));
        Assert.NotEqual(first, second);
        Assert.Equal(first, Name(new string('x', 300)));
        Assert.Equal(new string('x', 255), Name(new string('x', 255)));
    }

    [Fact]
    public void A_name_is_not_cut_within_a_character() =>
        Assert.DoesNotContain(Name("x" + string.Concat(Enumerable.Repeat("😀", 200))).EnumerateRunes(), rune => rune.Value == 0xFFFD);

    private static string Name(string text) => new DetectedPattern("bad_segment", text)
    {
        Description = "",
        Confidence = 1,
        Occurrences = [],
        Remedy = "retrain",
        Advice = "",
    }.Name;
}
