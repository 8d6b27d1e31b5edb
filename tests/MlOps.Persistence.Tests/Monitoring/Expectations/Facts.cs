using MlOps.Persistence.Tests.Statistics;

namespace MlOps.Persistence.Tests.Monitoring.Expectations;

/// <summary>Numbers by what each of them is. What is not defined is not among them.</summary>
internal sealed class Facts
{
    private readonly SortedDictionary<string, double> _numbers = new(StringComparer.Ordinal);

    public int Count => _numbers.Count;

    /// <summary>A number that must be there.</summary>
    public double this[string what] => _numbers[what];

    public void Add(string what, double? number)
    {
        if (number is { } known)
            _numbers.Add(what, known);
    }

    public void Add(string what, IEnumerable<double>? numbers)
    {
        foreach (var (i, number) in (numbers ?? []).Index())
            Add($"{what} {i}", number);
    }

    public void Add(string what, IEnumerable<long>? numbers) => Add(what, numbers?.Select(number => (double)number));

    /// <summary>Both have the same numbers.</summary>
    public static void AssertEqual(Facts expected, Facts actual, string of)
    {
        Assert.True(
            expected._numbers.Keys.SequenceEqual(actual._numbers.Keys),
            $"{of} lacks: {List(expected, actual)}; it should not have: {List(actual, expected)}");
        Assert.All(expected._numbers, pair =>
        {
            if (pair.Key.EndsWith("p-value", StringComparison.Ordinal))
                Near.Probability(pair.Value, actual._numbers[pair.Key], $"{of}: {pair.Key}");
            else
                Near.Statistic(pair.Value, actual._numbers[pair.Key], $"{of}: {pair.Key}");
        });
    }

    private static string List(Facts one, Facts other) => string.Join(", ", one._numbers.Keys.Except(other._numbers.Keys));
}
